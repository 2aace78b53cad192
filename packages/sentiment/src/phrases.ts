import type { Token } from '@moodlight/text'

interface Node<V> {
  value: V | undefined
  next: Map<string, Node<V>> | undefined
}

/** Words and phrases, found longest first in a stream of tokens. A Chinese word is a phrase of its characters. */
export class Phrases<V> {
  readonly #root: Node<V> = { value: undefined, next: undefined }
  /** Tokens of the last match, 0 for none. */
  length = 0

  add(norms: readonly string[], value: V): void {
    let node = this.#root
    for (const norm of norms) {
      node.next ??= new Map()
      let child = node.next.get(norm)
      if (!child) {
        child = { value: undefined, next: undefined }
        node.next.set(norm, child)
      }
      node = child
    }
    if (norms.length > 0) node.value = value
  }

  /** The value of the longest phrase that begins at token `at`, with its number of tokens left in `length`. */
  match(tokens: readonly Token[], at: number): V | undefined {
    let node = this.#root
    let found: V | undefined
    this.length = 0
    for (let i = at; i < tokens.length; i++) {
      const child = node.next?.get(tokens[i]!.norm)
      if (!child) break
      node = child
      if (node.value !== undefined) {
        found = node.value
        this.length = i - at + 1
      }
    }
    return found
  }
}
