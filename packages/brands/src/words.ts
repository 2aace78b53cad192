import { type Token, tokenize } from '@moodlight/text'

/** Terms (one or several tokens, `bank*` for a beginning) that are looked for near a match. */
export interface Terms {
  /** First token → terms. */
  readonly first: ReadonlyMap<string, readonly Term[]>
  readonly beginnings: readonly Term[]
}

interface Term {
  readonly text: string
  readonly norms: readonly string[]
}

/** Where terms stand, in words of the text. */
export interface Places {
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly terms: readonly string[]
}

export function compileTerms(terms: readonly string[]): Terms {
  const first = new Map<string, Term[]>()
  const beginnings: Term[] = []
  for (const text of terms) {
    const norms = wordsOf(tokenize(text)).map((t) => bare(t.norm))
    if (norms.length === 0) continue
    if (text.endsWith('*') && norms.length === 1) beginnings.push({ text, norms })
    else first.set(norms[0]!, [...(first.get(norms[0]!) ?? []), { text, norms }])
  }
  // The longest term that stands at a word is the one that is meant.
  for (const same of first.values()) same.sort((a, b) => b.norms.length - a.norms.length)
  return { first, beginnings }
}

/** The tokens that count as words: all but marks. Distances are measured in them; a Han character is one. */
export function wordsOf(tokens: readonly Token[]): Token[] {
  return tokens.filter((t) => t.kind !== 'mark')
}

/** A hashtag says its word too: `#bank` is context like `bank`. */
function bare(norm: string): string {
  return norm.length > 1 && norm.charCodeAt(0) === 0x23 ? norm.slice(1) : norm
}

/** All places of the terms, in order: one pass over the words. */
export function findTerms(words: readonly Token[], terms: Terms): Places {
  const from: number[] = []
  const to: number[] = []
  const found: string[] = []
  if (terms.first.size + terms.beginnings.length > 0) {
    for (let i = 0; i < words.length; i++) {
      const norm = bare(words[i]!.norm)
      let hit = terms.first.get(norm)?.find((t) => t.norms.every((n, k) => k === 0 || words[i + k]?.norm === n))
      hit ??= terms.beginnings.find((t) => norm.startsWith(t.norms[0]!))
      if (hit === undefined) continue
      from.push(i)
      to.push(i + hit.norms.length)
      found.push(hit.text)
    }
  }
  return { from, to, terms: found }
}

/** The nearest term with fewer than `within` words between it and the words [first, last): its distance, from 1. Terms inside do not count. */
export function nearest(
  places: Places,
  first: number,
  last: number,
  within: number,
): { term: string; distance: number } | null {
  let at = lowerBound(places.from, first)
  const behind = lowerBound(places.from, last)
  const right = behind < places.from.length ? places.from[behind]! - last + 1 : Number.POSITIVE_INFINITY
  while (at > 0 && places.to[at - 1]! > first) at--
  const left = at > 0 ? first - places.to[at - 1]! + 1 : Number.POSITIVE_INFINITY
  const distance = Math.min(left, right)
  if (distance > within) return null
  return { term: places.terms[left <= right ? at - 1 : behind]!, distance }
}

/** The first index whose value is at least `value`. */
export function lowerBound(sorted: readonly number[], value: number): number {
  let lo = 0
  let hi = sorted.length
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (sorted[mid]! < value) lo = mid + 1
    else hi = mid
  }
  return lo
}
