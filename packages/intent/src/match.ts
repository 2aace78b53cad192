import { type Known, Lexicon } from './lexicon.ts'
import type { Pattern, Rulebook } from './rulebook.ts'
import { OTHER, type Units } from './units.ts'

/** A pattern found: units [from, to). */
export interface Hit {
  readonly pattern: Pattern
  readonly from: number
  readonly to: number
}

/** Finds the patterns of one language in texts. Time is linear in the text: gaps are bounded. */
export class Finder {
  readonly #lexicon: Lexicon
  readonly #patterns: readonly Pattern[]
  /** By list: where the patterns that are looked at when it is met begin in #patterns; one more at the end. */
  readonly #from: Int32Array
  /** By pattern: the list that begins it, and where those that must follow stand in #needs; one more at the end. */
  readonly #heads: Int32Array
  readonly #needsFrom: Int32Array
  readonly #needs: Int32Array
  /**
   * By list: the first and the last unit at which it was met, counted over all texts so far, so that nothing has to be wiped
   * between two: what is below #base was in a text before.
   */
  readonly #first: Int32Array
  readonly #last: Int32Array
  #base = 1
  /** The lists met that have patterns, in the order of the text. */
  readonly #met: number[] = []

  constructor(book: Rulebook) {
    this.#lexicon = new Lexicon(book)
    this.#patterns = book.patterns.flat()
    this.#from = sums(book.patterns.map((own) => own.length))
    this.#heads = Int32Array.from(this.#patterns, ({ head }) => head)
    this.#needsFrom = sums(this.#patterns.map(({ needs }) => needs.length))
    this.#needs = Int32Array.from(this.#patterns.flatMap(({ needs }) => needs))
    this.#first = new Int32Array(book.patterns.length)
    this.#last = new Int32Array(book.patterns.length)
  }

  /** What the rules know of each unit of a text. */
  words({ keys }: Units): Known[] {
    return this.#lexicon.words(keys)
  }

  /** The patterns in a text. */
  find(units: Units, words: readonly Known[] = this.words(units)): Hit[] {
    const { keys } = units
    const n = keys.length
    if (this.#base + n >= MOST_COUNTED) {
      this.#last.fill(0)
      this.#base = 1
    }
    const base = this.#base
    this.#base = base + n
    const first = this.#first
    const last = this.#last
    const from = this.#from
    const met = this.#met
    met.length = 0
    const at: (readonly number[])[] = []
    for (let i = 0; i < n; i++) {
      const lists = this.#lexicon.listsAt(keys, words, i)
      at.push(lists)
      for (let k = 0; k < lists.length; k += 2) {
        const list = lists[k]!
        if (last[list]! < base) {
          first[list] = base + i
          if (from[list]! < from[list + 1]!) met.push(list)
        }
        last[list] = base + i
      }
    }
    const hits: Hit[] = []
    for (let m = 0; m < met.length; m++) {
      const list = met[m]!
      const end = from[list + 1]!
      for (let p = from[list]!; p < end; p++) {
        if (this.#mayStand(p, base)) this.#search(this.#patterns[p]!, base, units, at, hits)
      }
    }
    return hits
  }

  /** Every list of the pattern is met, none only before the one that begins it. */
  #mayStand(p: number, base: number): boolean {
    const head = this.#heads[p]!
    if (this.#last[head]! < base) return false
    const start = this.#first[head]!
    const end = this.#needsFrom[p + 1]!
    for (let k = this.#needsFrom[p]!; k < end; k++) if (this.#last[this.#needs[k]!]! <= start) return false
    return true
  }

  #search(pattern: Pattern, base: number, units: Units, at: readonly (readonly number[])[], hits: Hit[]): void {
    const end = this.#last[pattern.head]! - base
    for (let i = this.#first[pattern.head]! - base; i <= end; i++) {
      if (pattern.atStart && !isHead(units, i)) continue
      const to = matches(pattern, 0, i, i, units, at)
      if (to > i) hits.push({ pattern, from: i, to })
    }
  }
}

/** Units are counted up to here; then the count begins anew. */
const MOST_COUNTED = 2 ** 31 - 1

/** How much stands before each, and in all. */
function sums(counts: readonly number[]): Int32Array {
  const all = new Int32Array(counts.length + 1)
  counts.forEach((count, i) => {
    all[i + 1] = all[i]! + count
  })
  return all
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
  at: readonly (readonly number[])[],
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
      if (inside) {
        const lists = at[i]!
        for (let k = 0; k < lists.length; k += 2) if (lists[k] === part.id) return -1
      }
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
      if (!inside) return -1
      const lists = at[i]!
      for (let k = 0; k < lists.length; k += 2) {
        if (lists[k] !== part.id) continue
        const end = matches(pattern, p + 1, i + lists[k + 1]!, from, units, at)
        if (end >= 0) return end
      }
      return -1
    }
  }
}
