/**
 * Version of the rules in this package. It is stored with every index and every labelling; any change that gives another
 * stream for some text must raise it, and an index of another version is rebuilt from stored posts.
 */
export const TOKEN_VERSION = 1

/** `mark` is punctuation and symbols: analysers may want it, the search stream leaves it out. */
export type TokenKind = 'word' | 'number' | 'han' | 'hashtag' | 'handle' | 'url' | 'emoji' | 'mark'

/** One token. `start` and `end` are UTF-16 offsets [start, end) in the original text; several tokens share a span where one character expands (㍿). */
export interface Token {
  norm: string
  start: number
  end: number
  kind: TokenKind
}
