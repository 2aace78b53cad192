import type { Node, Rulebook } from './rulebook.ts'
import { NUMBER } from './units.ts'

/** Words looked up before are remembered, up to this many. */
const MOST_REMEMBERED = 20_000
const NONE: readonly number[] = []

/** All that is remembered of a word, for rules and second voice. */
export interface Known {
  /** Pairs (list, 1) of the lists that hold the word itself. */
  readonly lists: readonly number[]
  /** Where phrases go on that begin with the word. */
  readonly next: ReadonlyMap<string, Node> | null
  /** What the features of the word alone add for each kind, made when first asked for, and how many they are. */
  sums: Int32Array | null
  features: number
}

/** Looks words and phrases of the rules up, among them words known by head or end alone. */
export class Lexicon {
  readonly #book: Rulebook
  readonly #known = new Map<string, Known>()

  constructor(book: Rulebook) {
    this.#book = book
  }

  /** What is known of each word of a text. */
  words(keys: readonly string[]): Known[] {
    const known: Known[] = []
    for (let i = 0; i < keys.length; i++) known.push(this.#known.get(keys[i]!) ?? this.#learn(keys[i]!))
    return known
  }

  /** Pairs (list, length in units) of the phrases that begin at unit `i`. Do not write to it. */
  listsAt(keys: readonly string[], words: readonly Known[], i: number): readonly number[] {
    const { lists, next } = words[i]!
    let node = next !== null && i + 1 < keys.length ? next.get(keys[i + 1]!) : undefined
    if (!node) return lists
    const found = lists.slice()
    for (let j = i + 2; node; j++) {
      for (const list of node.lists) found.push(list, j - i)
      node = j < keys.length ? node.next?.get(keys[j]!) : undefined
    }
    return found
  }

  #learn(key: string): Known {
    const node = this.#book.root.next?.get(key)
    const lists = [...(node?.lists ?? NONE), ...this.#byShape(key)]
    const known: Known = {
      lists: lists.flatMap((list) => [list, 1]),
      next: node?.next ?? null,
      sums: null,
      features: 0,
    }
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear()
    this.#known.set(key, known)
    return known
  }

  /** Lists that hold the word by its head, its end, or as a number. */
  #byShape(key: string): number[] {
    const { heads, tails, headLengths, tailLengths, root } = this.#book
    const found: number[] = []
    for (const n of headLengths) if (key.length >= n) found.push(...(heads.get(key.slice(0, n)) ?? NONE))
    for (const n of tailLengths) if (key.length >= n) found.push(...(tails.get(key.slice(-n)) ?? NONE))
    const c = key.charCodeAt(0)
    if (c >= 48 && c <= 57) found.push(...(root.next?.get(NUMBER)?.lists ?? NONE))
    return found
  }
}
