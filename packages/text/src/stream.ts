import { encodeToken } from './encode.ts'
import type { Token } from './token.ts'
import { tokenize } from './tokenize.ts'

/** The norms of the search stream: all tokens but marks. Their places are the positions of phrases and distances. */
export function searchNorms(tokens: readonly Token[]): string[] {
  const out: string[] = []
  for (const t of tokens) if (t.kind !== 'mark') out.push(t.norm)
  return out
}

/** {@link searchNorms} of a text. */
export function searchTokens(text: string): string[] {
  return searchNorms(tokenize(text))
}

/** What both stores index: the search stream in escaped form, joined by blanks. */
export function encodeStream(text: string): string {
  let out = ''
  for (const t of tokenize(text)) {
    if (t.kind === 'mark') continue
    if (out !== '') out += ' '
    out += t.kind === 'han' ? t.norm : encodeToken(t.norm)
  }
  return out
}

/** The tokens that must stand next to one another for a search phrase to be found: `荷兰银行` gives four, `#ing` one. */
export function phrase(text: string): string[] {
  return searchTokens(text)
}
