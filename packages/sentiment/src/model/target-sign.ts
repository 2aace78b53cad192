import type { Token } from '@moodlight/text'

/** What the models see in place of the name of the brand that is judged, and of any other: signs that no text holds. */
export const TARGET_SIGN = '\ue000'
export const OTHER_SIGN = '\ue001'

export const isTarget = (token: Token): boolean => token.kind === 'mark' && token.norm === TARGET_SIGN
export const isSign = (token: Token): boolean =>
  token.kind === 'mark' && (token.norm === TARGET_SIGN || token.norm === OTHER_SIGN)

/** The tokens with no name standing out: every name bears the sign of the others. */
export const withoutTarget = (tokens: readonly Token[]): Token[] =>
  tokens.map((token) => (isTarget(token) ? { ...token, norm: OTHER_SIGN } : token))
