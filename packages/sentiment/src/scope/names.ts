import type { Token } from '@moodlight/text'
import { OTHER_SIGN, TARGET_SIGN } from '../model/target-sign.ts'
import type { Owner } from './anchors.ts'

/** Tokens with signs for names, and whose name each is. */
export interface Signed {
  readonly tokens: readonly Token[]
  readonly owner: readonly Owner[]
}

/**
 * Puts one sign in place of each name. A model learns that some names come with bad news; a brand must not be judged by its name, nor by its
 * rival's. With `seen` the words of a name stay behind the sign: for targets that are words of judgement themselves ("the slow service").
 */
export function signNames(tokens: readonly Token[], owner: readonly Owner[], seen: boolean): Signed {
  const result: Token[] = []
  const owners: Owner[] = []
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const now = owner[i]!
    if (now !== null && (i === 0 || owner[i - 1] !== now)) {
      result.push({
        norm: now === 'target' ? TARGET_SIGN : OTHER_SIGN,
        start: token.start,
        end: token.end,
        kind: 'mark',
      })
      owners.push(now)
    }
    if (now === null || seen) {
      result.push(token)
      owners.push(now)
    } else {
      const sign = result.at(-1)!
      sign.end = Math.max(sign.end, token.end)
    }
  }
  return { tokens: result, owner: owners }
}
