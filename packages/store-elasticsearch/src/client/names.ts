import { createHash } from 'node:crypto'

/** The longest `_id` that the server takes, in bytes. */
const MAX_ID = 512

/** Names of the indices of one installation. */
export interface Names {
  readonly facts: string
  readonly state: string
  posts(generation: number): string
}

export function namesOf(prefix: string): Names {
  return { facts: `${prefix}-facts`, state: `${prefix}-state`, posts: (generation) => `${prefix}-posts-g${generation}` }
}

/** A document's `_id`: the id itself, or its hash where the server could not take it (too long, or no well-formed Unicode). */
export function documentId(id: string): string {
  if (id.isWellFormed() && Buffer.byteLength(id) <= MAX_ID) return id
  return `sha256:${createHash('sha256').update(JSON.stringify(id)).digest('hex')}`
}
