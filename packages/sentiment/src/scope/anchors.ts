import type { Span } from '@moodlight/core'
import type { Token } from '@moodlight/text'

/** Whose name stands at a token: the brand judged, another one, or nobody's. */
export type Owner = 'target' | 'other' | null

/** The owner per token. A token belongs to a span that it overlaps; the target goes first. */
export function owners(tokens: readonly Token[], target: readonly Span[], others: readonly Span[]): Owner[] {
  const result: Owner[] = new Array(tokens.length).fill(null)
  mark(tokens, others, 'other', result)
  mark(tokens, target, 'target', result)
  return result
}

function mark(tokens: readonly Token[], spans: readonly Span[], owner: Owner, result: Owner[]): void {
  for (const span of spans) {
    for (let i = firstEndingAfter(tokens, span.start); i < tokens.length && tokens[i]!.start < span.end; i++)
      result[i] = owner
  }
}

/** Tokens are in order, so the first one that ends after `offset` is found by halving. */
function firstEndingAfter(tokens: readonly Token[], offset: number): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle]!.end > offset) high = middle
    else low = middle + 1
  }
  return low
}
