import type { Token } from '@moodlight/text'
import type { Owner } from './anchors.ts'

/** What the models see in place of a brand's name: a sign that stands for any name. */
export const NAME_SIGN = '§'

/**
 * Puts one sign in place of each brand's name. A model learns that some names come with bad news; a brand must not be judged by its
 * name, nor by its rival's.
 */
export function withoutNames(tokens: readonly Token[], owner: readonly Owner[]): { tokens: Token[]; owner: Owner[] } {
  const result: Token[] = []
  const owners: Owner[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const now = owner[i]!
    if (now === null) {
      result.push(token)
      owners.push(null)
      continue
    }
    const before = result.at(-1)
    if (before && owners.at(-1) === now && owner[i - 1] === now) {
      before.end = Math.max(before.end, token.end)
      continue
    }
    result.push({ norm: NAME_SIGN, start: token.start, end: token.end, kind: 'mark' })
    owners.push(now)
  }
  return { tokens: result, owner: owners }
}
