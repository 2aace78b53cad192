import type { Node, Pattern, Rulebook } from './rulebook.ts'
import { NUMBER, OTHER, type Units } from './units.ts'

/** A pattern found: units [from, to). */
export interface Hit {
  readonly pattern: Pattern
  readonly from: number
  readonly to: number
}

/** Words looked up before, so that heads and ends of words are compared once for each. */
const MOST_REMEMBERED = 20_000
const NONE: readonly number[] = []

/** Finds the patterns of one language in texts. Time is linear in the text: gaps are bounded. */
export class Finder {
  readonly #book: Rulebook
  readonly #open = new Map<string, readonly number[]>()

  constructor(book: Rulebook) {
    this.#book = book
  }

  find(units: Units): Hit[] {
    const { keys } = units
    const at: (number[] | null)[] = new Array(keys.length).fill(null)
    for (let i = 0; i < keys.length; i++) at[i] = this.#listsAt(keys, i)
    const hits: Hit[] = []
    for (let i = 0; i < keys.length; i++) {
      const lists = at[i]
      if (!lists) continue
      for (let k = 0; k < lists.length; k += 2) {
        // The same list with a longer phrase is tried by the pattern itself.
        if (seenBefore(lists, k)) continue
        for (const pattern of this.#book.patterns[lists[k]!]!) {
          if (pattern.atStart && !isHead(units, i)) continue
          const to = matches(pattern, 0, i, i, units, at)
          if (to > i) hits.push({ pattern, from: i, to })
        }
      }
    }
    return hits
  }

  /** Pairs (list, end) of the phrases that begin at unit `i`. */
  #listsAt(keys: readonly string[], i: number): number[] | null {
    const found: number[] = []
    let node: Node | undefined = this.#book.root
    for (let j = i; j < keys.length; j++) {
      node = node.next?.get(keys[j]!)
      if (!node) break
      for (const list of node.lists) found.push(list, j + 1)
    }
    const key = keys[i]!
    for (const list of this.#openLists(key)) found.push(list, i + 1)
    const c = key.charCodeAt(0)
    if (c >= 48 && c <= 57) for (const list of this.#book.root.next?.get(NUMBER)?.lists ?? NONE) found.push(list, i + 1)
    return found.length > 0 ? found : null
  }

  #openLists(key: string): readonly number[] {
    const { heads, tails, headLengths, tailLengths } = this.#book
    if (heads.size === 0 && tails.size === 0) return NONE
    const known = this.#open.get(key)
    if (known) return known
    const found: number[] = []
    for (const n of headLengths) if (key.length >= n) found.push(...(heads.get(key.slice(0, n)) ?? NONE))
    for (const n of tailLengths) if (key.length >= n) found.push(...(tails.get(key.slice(-n)) ?? NONE))
    const answer = found.length > 0 ? found : NONE
    if (this.#open.size >= MOST_REMEMBERED) this.#open.clear()
    this.#open.set(key, answer)
    return answer
  }
}

function seenBefore(lists: readonly number[], k: number): boolean {
  for (let j = 0; j < k; j += 2) if (lists[j] === lists[k]) return true
  return false
}

function isHead(units: Units, i: number): boolean {
  for (let j = i - 1; j >= 0 && units.sentences[j] === units.sentences[i]; j--) {
    const key = units.keys[j]!
    if (key !== ',' && key !== '<handle>') return false
  }
  return true
}

/** Where the pattern ends when its parts from `p` on begin at unit `i`; -1 when they do not. */
function matches(
  pattern: Pattern,
  p: number,
  i: number,
  from: number,
  units: Units,
  at: readonly (number[] | null)[],
): number {
  if (p === pattern.parts.length) return i
  const part = pattern.parts[p]!
  const inside = i < units.keys.length && units.sentences[i] === units.sentences[from]
  switch (part.type) {
    case 'start':
      return -1
    case 'end': {
      const ended = !inside || units.keys[i] === '<!>' || units.keys[i] === '<?>'
      return ended ? matches(pattern, p + 1, i, from, units, at) : -1
    }
    case 'not': {
      const lists = inside ? at[i] : null
      if (lists) for (let k = 0; k < lists.length; k += 2) if (lists[k] === part.id) return -1
      return matches(pattern, p + 1, i, from, units, at)
    }
    case 'gap': {
      for (let n = 0; n <= part.most; n++) {
        const end = matches(pattern, p + 1, i + n, from, units, at)
        if (end >= 0) return end
        if (i + n >= units.keys.length || units.sentences[i + n] !== units.sentences[from]) break
        // What is said beyond another brand is said of that one; and where two are named, a pause may turn to the other.
        if (units.keys[i + n] === OTHER || (units.rival && units.keys[i + n] === ',')) break
      }
      return -1
    }
    case 'list': {
      const lists = inside ? at[i] : null
      if (!lists) return -1
      for (let k = 0; k < lists.length; k += 2) {
        if (lists[k] !== part.id) continue
        const end = matches(pattern, p + 1, lists[k + 1]!, from, units, at)
        if (end >= 0) return end
      }
      return -1
    }
  }
}
