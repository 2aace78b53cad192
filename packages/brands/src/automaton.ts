import { MoodlightError } from '@moodlight/core'
import { type Alphabet, makeAlphabet, symbolsOf } from './alphabet.ts'

/** Above this many cells (4 bytes each) the set of names is refused rather than the machine's memory filled. */
const MAX_CELLS = 1 << 28

/**
 * Aho–Corasick (1975) as a dense deterministic automaton: one load per character, whatever the number of names. States are
 * offsets of rows; those that end a name stand last, so that one comparison tells them.
 */
export interface Automaton {
  readonly alphabet: Alphabet
  readonly next: Int32Array
  /** States from here on end at least one name. */
  readonly firstEnd: number
  /** By (state / alphabet.size): 1 + index of the name that ends there, 0 for none of its own. */
  readonly own: Int32Array
  /** By (state / alphabet.size): the state of the longest shorter name that ends here too, 0 for none. */
  readonly shorter: Int32Array
}

/** Builds the automaton of distinct, non-empty names as {@link unitsOfName} gives them. Name `i` is reported as `i`. */
export function buildAutomaton(names: readonly string[]): Automaton {
  const alphabet = makeAlphabet(names)
  const width = alphabet.size
  const trie = new Map<number, number>()
  const parent: number[] = [0]
  const symbol: number[] = [0]
  const own: number[] = [0]
  names.forEach((name, index) => {
    let s = 0
    for (const a of symbolsOf(alphabet, name)) {
      let t = trie.get(s * width + a)
      if (t === undefined) {
        t = parent.length
        trie.set(s * width + a, t)
        parent.push(s)
        symbol.push(a)
        own.push(0)
      }
      s = t
    }
    own[s] = index + 1
  })
  const states = parent.length
  if (states * width > MAX_CELLS) {
    throw new MoodlightError(
      'ML_CONFIG_INVALID',
      `The brands have too many names: ${states} states of ${width} symbols.`,
    )
  }
  const order = breadthFirst(parent)
  const fail = new Int32Array(states)
  const shorter = new Int32Array(states)
  for (const s of order) {
    if (s === 0 || parent[s] === 0) continue
    let f = fail[parent[s]!]!
    let t = trie.get(f * width + symbol[s]!)
    while (t === undefined && f !== 0) {
      f = fail[f]!
      t = trie.get(f * width + symbol[s]!)
    }
    fail[s] = t ?? 0
    shorter[s] = own[fail[s]!] ? fail[s]! : shorter[fail[s]!]!
  }
  return lay(alphabet, { trie, symbol, own, fail, shorter, order, parent })
}

function breadthFirst(parent: readonly number[]): number[] {
  const depth = new Int32Array(parent.length)
  for (let s = 1; s < parent.length; s++) depth[s] = depth[parent[s]!]! + 1
  return Array.from(parent.keys()).sort((a, b) => depth[a]! - depth[b]! || a - b)
}

interface Built {
  trie: Map<number, number>
  symbol: number[]
  own: number[]
  fail: Int32Array
  shorter: Int32Array
  order: number[]
  parent: number[]
}

/** Numbers the states, ends of names last, and fills the rows. */
function lay(alphabet: Alphabet, built: Built): Automaton {
  const width = alphabet.size
  const states = built.order.length
  const isEnd = (s: number) => built.own[s] !== 0 || built.shorter[s] !== 0
  const place = new Int32Array(states)
  let n = 0
  for (const s of built.order) if (!isEnd(s)) place[s] = n++
  const firstEnd = n * width
  for (const s of built.order) if (isEnd(s)) place[s] = n++
  const next = new Int32Array(states * width)
  const children: number[][] = Array.from({ length: states }, () => [])
  for (let s = 1; s < states; s++) children[built.parent[s]!]!.push(s)
  const own = new Int32Array(states)
  const shorter = new Int32Array(states)
  for (const s of built.order) {
    const row = place[s]! * width
    if (s !== 0) {
      const from = place[built.fail[s]!]! * width
      next.copyWithin(row, from, from + width)
    }
    for (const child of children[s]!) next[row + built.symbol[child]!] = place[child]! * width
    // A run of blanks is one blank: the state behind a gap stays where it is.
    if (built.symbol[s] === alphabet.gap) next[row + alphabet.gap] = row
    own[place[s]!] = built.own[s]!
    shorter[place[s]!] = place[built.shorter[s]!]! * width
  }
  return { alphabet, next, firstEnd, own, shorter }
}
