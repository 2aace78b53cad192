import { authorKey } from '@moodlight/core'
import { suppressedPost } from './suppression.ts'

/** Pieces of one record that are looked at; a hostile one must not keep us busy. */
const MOST_PIECES = 2000
/** Handles, names and ids are no longer. */
const LONGEST = 600

/** The name under which a handle or a name of an erased author stands on the list, as a keyed hash; upper and lower case are one. */
export function suppressedName(secret: string, name: string): string {
  return `n_${authorKey(secret, 'name', name.trim().replace(/^@/, '').toLowerCase()).slice(2)}`
}

/**
 * Does a record that never became a post name somebody or something on the suppression list? Only its raw text can tell: a value
 * that is the id, handle or name of an author or the id of a post, or `@handle` in a text. In a record that is no JSON, every
 * quoted piece and every word counts. `networks`: on which the ids may be.
 */
export function suppressedIn(
  raw: string,
  networks: readonly string[],
  secret: string,
  has: (id: string) => boolean,
): boolean {
  for (const piece of piecesOf(raw)) {
    if (has(piece) || has(suppressedName(secret, piece))) return true
    if (has(suppressedPost(secret, piece))) return true
    for (const network of networks)
      if (has(authorKey(secret, network, piece)) || has(suppressedPost(secret, `${network}:${piece}`))) return true
  }
  return false
}

function piecesOf(raw: string): ReadonlySet<string> {
  const pieces = new Set<string>()
  const take = (piece: string) => {
    const trimmed = piece.trim()
    if (trimmed !== '' && trimmed.length <= LONGEST && pieces.size < MOST_PIECES) pieces.add(trimmed)
  }
  const takeHandles = (text: string) => {
    for (const [, handle = ''] of text.matchAll(/@([\p{L}\p{N}_.-]+)/gu)) take(handle.replace(/[.-]+$/, ''))
  }
  const open: unknown[] = []
  try {
    open.push(JSON.parse(raw))
  } catch {
    for (const [, piece = ''] of raw.matchAll(/"([^"\n]{1,600})/g)) take(piece)
    takeHandles(raw)
    for (const [piece] of raw.matchAll(/[\p{L}\p{N}_:.-]+/gu)) take(piece)
    return pieces
  }
  while (open.length > 0 && pieces.size < MOST_PIECES) {
    const value = open.pop()
    if (typeof value === 'object' && value !== null) {
      // One by one: an array of a stranger may be too long to be spread.
      for (const one of Object.values(value)) open.push(one)
    } else if (typeof value === 'string' || typeof value === 'number') {
      take(String(value))
      takeHandles(String(value).slice(0, 100_000))
    }
  }
  return pieces
}
