import type { Span } from '@moodlight/core'
import { ALPHABET, ARABIC, classAt, DIGIT, type Folded, fold, HANGUL, INVISIBLE, originalSpan } from '@moodlight/text'

/** Places of one target looked at, at most. */
const MOST_PLACES = 64

/** Scripts whose words are parted by blanks or signs: there a target ends where the word does. */
const PARTED = new Set([ALPHABET, ARABIC, DIGIT, HANGUL])

/**
 * Every place in which a target stands literally: letter case, width and the like aside (`fold` of the package text), and not
 * inside a longer word. `folded` is fold(text).text.
 */
export function findTarget(text: string, folded: Folded, target: string): Span[] {
  const wanted = fold(target).text.trim()
  const found: Span[] = []
  if (wanted === '') return found
  for (
    let at = folded.text.indexOf(wanted);
    at >= 0 && found.length < MOST_PLACES;
    at = folded.text.indexOf(wanted, at + 1)
  ) {
    const span = trimmed(text, originalSpan(folded, at, at + wanted.length))
    if (span.start < (found.at(-1)?.end ?? 0)) continue
    if (startsInWord(text, span.start) || endsInWord(text, span.end)) continue
    found.push(span)
  }
  return found
}

/** Without what is not seen at the end: a joiner belongs to no name. */
function trimmed(text: string, { start, end }: Span): Span {
  let last = end
  while (last > start + 1 && classAt(text, last - 1) === INVISIBLE) last--
  return { start, end: last }
}

/** The word would go on: letters of one script side by side, where digits count as letters of any. */
function joined(before: number, after: number): boolean {
  return PARTED.has(before) && PARTED.has(after) && (before === after || before === DIGIT || after === DIGIT)
}

function startsInWord(text: string, start: number): boolean {
  if (start === 0) return false
  const low = text.charCodeAt(start - 1)
  const before = low >= 0xdc00 && low <= 0xdfff && start > 1 ? start - 2 : start - 1
  return joined(classAt(text, before), classAt(text, start))
}

function endsInWord(text: string, end: number): boolean {
  if (end >= text.length) return false
  const low = text.charCodeAt(end - 1)
  const last = low >= 0xdc00 && low <= 0xdfff && end > 1 ? end - 2 : end - 1
  return joined(classAt(text, last), classAt(text, end))
}

/** The places of each of several targets; where one overlaps another (`Apple` in `Apple Pay`), the longer name has it. */
export function findTargets(text: string, targets: readonly string[]): Span[][] {
  const folded = fold(text)
  const places = targets.map((target) => findTarget(text, folded, target))
  return places.map((own, i) => {
    const kept = own.filter(
      (place) =>
        !places.some(
          (other, j) => j !== i && other.some((o) => overlaps(o, place) && o.end - o.start > place.end - place.start),
        ),
    )
    // A target that stands only inside longer ones is still found there.
    return kept.length > 0 ? kept : own
  })
}

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end
