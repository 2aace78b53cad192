import type { Token } from '@moodlight/text'

/** What one token is to the model: most are their norm; what only names or counts is one of a few signs. */
export function unitOf(token: Token): string {
  switch (token.kind) {
    case 'handle':
      return '@'
    case 'url':
      return '://'
    case 'number':
      // "10/10", "2 sterren", "5000": small numbers judge, large ones only count.
      return token.norm.length <= 2 ? token.norm : '0'
    case 'hashtag':
      return token.norm.startsWith('#') ? token.norm.slice(1) : token.norm
    default:
      return token.norm
  }
}

/** Written in capitals only, in a text that is not. */
export function shouted(text: string, token: Token): boolean {
  if (token.kind !== 'word' || token.end - token.start < 3) return false
  for (let i = token.start; i < token.end; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 97 && unit <= 122) return false
    if (unit > 127) return false
  }
  return true
}
