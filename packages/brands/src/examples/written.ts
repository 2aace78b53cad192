import type { Spot } from './view.ts'

/** Signs after which a capital is anybody's. */
const OPENING = /^[.!?:»"”“'(]$/

/** How a name is written: upper and lower case, whether it opens a sentence, and what is written onto it (`ing.`, `-ing`). */
export function* writtenAs({ text, tokens, start, end, first, last }: Spot): Generator<string> {
  const letters = text.slice(start, end).replace(/[^\p{L}]/gu, '')
  const lower = letters.toLowerCase()
  if (letters.toUpperCase() !== lower) {
    const how = caseOf(letters, lower)
    const left = tokens[first - 1]
    const opens = left === undefined || OPENING.test(left.norm) || text.slice(left.end, start).includes('\n')
    yield `case ${how}`
    yield `case ${how} ${opens ? 'opens' : 'inside'}`
  }
  const right = tokens[last]
  if (right !== undefined && right.start === end) yield `onto ${right.norm}`
  const before = tokens[first - 1]
  if (before !== undefined && before.end === start) yield `onto it ${before.norm}`
}

function caseOf(letters: string, lower: string): string {
  if (letters === lower) return 'lower'
  if (letters === letters.toUpperCase()) return 'upper'
  return letters[0] === lower[0] ? 'mixed' : 'title'
}
