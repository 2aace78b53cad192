import { labelOf } from '../evaluate/rows.ts'

/** What people write, in the four languages of the product; first letters too. */
const WORDS: Readonly<Record<string, number>> = {
  n: 0,
  '-': 0,
  '-1': 0,
  negatief: 0,
  负面: 0,
  消极: 0,
  منفی: 0,
  o: 1,
  '0': 1,
  neutraal: 1,
  中性: 1,
  中立: 1,
  خنثی: 1,
  p: 2,
  '+': 2,
  '1': 2,
  '+1': 2,
  positief: 2,
  正面: 2,
  积极: 2,
  مثبت: 2,
}

/** The label that a person means, as an index in LABELS; null for anything else, such as "not about the brand". */
export function labelSaid(cell: string): number | null {
  const word = cell.trim().toLowerCase().replace(/^'/, '').replace(/[.!]$/, '')
  const known = labelOf(word)
  return known >= 0 ? known : (WORDS[word] ?? null)
}
