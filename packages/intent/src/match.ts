import { Lexicon } from './lexicon.ts'
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
  readonly #book: Rulebook
  readonly #lexicon: Lexicon
  /** Per list: the first and the last unit at which it was met in the text at hand. */
  readonly #first: Int32Array
  readonly #last: Int32Array
  readonly #met: number[] = []

  constructor(book: Rulebook) {
    this.#book = book
    this.#lexicon = new Lexicon(book)
    this.#first = new Int32Array(book.patterns.length).fill(-1)
    this.#last = new Int32Array(book.patterns.length).fill(-1)
  }

  find(units: Units): Hit[] {
    const { keys } = units
    const at: (readonly number[])[] = []
    for (let i = 0; i < keys.length; i++) {
      const lists = this.#lexicon.listsAt(keys, i)
      at.push(lists)
      for (let k = 0; k < lists.length; k += 2) this.#meet(lists[k]!, i)
    }
    const hits: Hit[] = []
    for (const list of this.#met) {
      for (const pattern of this.#book.patterns[list]!)
        if (this.#mayStand(pattern)) this.#search(pattern, units, at, hits)
    }
    for (const list of this.#met) {
      this.#first[list] = -1
      this.#last[list] = -1
    }
    this.#met.length = 0
    return hits
  }

  #meet(list: number, i: number): void {
    if (this.#last[list] === -1) {
      this.#met.push(list)
      this.#first[list] = i
    }
    this.#last[list] = i
  }

  /** Every list of the pattern is met, none only before the one that begins it. */
  #mayStand({ head, needs }: Pattern): boolean {
    const start = this.#first[head]!
    if (start < 0) return false
    for (const list of needs) if (this.#last[list]! <= start) return false
    return true
  }

  #search(pattern: Pattern, units: Units, at: readonly (readonly number[])[], hits: Hit[]): void {
    const end = this.#last[pattern.head]!
    for (let i = this.#first[pattern.head]!; i <= end; i++) {
      if (pattern.atStart && !isHead(units, i)) continue
      const to = matches(pattern, 0, i, i, units, at)
      if (to > i) hits.push({ pattern, from: i, to })
    }
  }
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
