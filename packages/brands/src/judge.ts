import type { Match } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import type { Entry } from './entry.ts'
import { type Shape, shapeOf } from './shape.ts'

const refused = (why: string, kind: Match['kind'] = 'name'): Shape => ({ verdict: 'refused', kind, why })
const IN_LINK = refused('in-link')
const IN_HANDLE = refused('in-handle')
const LIKE_HANDLE: Shape = { verdict: 'unsure', kind: 'handle', why: 'like-handle' }
const HANDLE: Shape = { verdict: 'sure', kind: 'handle', why: 'handle' }
const HANDLE_ELSEWHERE: Shape = { verdict: 'unsure', kind: 'handle', why: 'handle-elsewhere' }
const HASHTAG: Shape = { verdict: 'sure', kind: 'hashtag', why: 'hashtag' }
const OTHER_HANDLE = refused('other-handle', 'handle')
const OTHER_HASHTAG = refused('other-hashtag', 'hashtag')

/** Whether a place could be a match at all, by the text alone: what the ingest filter asks. Never stricter than {@link judge}. */
export function mayStand(text: string, start: number, end: number, entry: Entry): boolean {
  if (entry.type === 'blocked') return false
  return entry.type !== 'name' || shapeOf(text, start, end, entry).verdict !== 'refused'
}

/** Judges one place by its letters and by the token in which it stands. */
export function judge(text: string, start: number, end: number, entry: Entry, token: Token | undefined): Shape {
  switch (entry.type) {
    case 'handle':
      if (token?.kind !== 'handle' || token.start !== start) return OTHER_HANDLE
      if (token.norm === entry.token) return HANDLE
      return token.norm.startsWith(`${entry.token}@`) || token.norm.startsWith(`${entry.token}.`)
        ? HANDLE_ELSEWHERE
        : OTHER_HANDLE
    case 'hashtag':
      return token?.kind === 'hashtag' && token.start === start && token.norm === entry.token ? HASHTAG : OTHER_HASHTAG
    default:
      if (token?.kind === 'url' && !isSite(text, start, end, token)) return IN_LINK
      if (token?.kind === 'handle') {
        return entry.type === 'name' && start === token.start + 1 && end === token.end ? LIKE_HANDLE : IN_HANDLE
      }
      return shapeOf(text, start, end, entry)
  }
}

/** `Booking.com` is a link to the tokens and a name to us, when it stands without scheme and path. */
function isSite(text: string, start: number, end: number, token: Token): boolean {
  return token.start === start && token.end === end && text.slice(start, end).includes('.')
}
