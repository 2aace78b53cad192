import { storedStream } from '../apply/fulltext.ts'
import type { Query } from '../db/statements.ts'
import { allPosts } from './posts.ts'
import type { Progress } from './progress.ts'

/** Makes the index anew from stored posts. */
export function rebuildFullText(q: Query, progress: Progress): void {
  q(`INSERT INTO fts (fts) VALUES ('delete-all')`).run()
  for (const posts of allPosts(q)) {
    for (const post of posts) {
      const stream = storedStream(post)
      if (stream !== null) q('INSERT INTO fts (rowid, stream) VALUES (?, ?)').run(post.pid, stream)
    }
    progress.step(posts.length)
  }
}

/**
 * Compares the index with the stored posts by a sum over (token, position) of each post.
 * @returns the number of posts whose postings are wrong, posts that should not be there included.
 */
export function checkFullText(q: Query, progress: Progress): number {
  const sums = new Map<number, number>()
  let term = ''
  let hash = 0
  for (const row of q('SELECT term, doc, offset FROM fts_places').iterate() as Iterable<Place>) {
    if (row.term !== term) {
      term = row.term
      hash = hashOf(term)
    }
    sums.set(row.doc, ((sums.get(row.doc) ?? 0) + place(hash, row.offset)) | 0)
  }
  let wrong = 0
  for (const posts of allPosts(q)) {
    for (const post of posts) {
      if (sumOf(storedStream(post)) !== (sums.get(post.pid) ?? 0)) wrong++
      sums.delete(post.pid)
    }
    progress.step(posts.length)
  }
  return wrong + sums.size
}

interface Place {
  readonly term: string
  readonly doc: number
  readonly offset: number
}

function sumOf(stream: string | null): number {
  if (stream === null || stream === '') return 0
  return stream.split(' ').reduce((sum, token, i) => (sum + place(hashOf(token), i)) | 0, 0)
}

function hashOf(token: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < token.length; i++) hash = Math.imul(hash ^ token.charCodeAt(i), 0x01000193)
  return hash
}

function place(hash: number, offset: number): number {
  return Math.imul(hash ^ Math.imul(offset + 1, 0x9e3779b1), 0x85ebca6b) | 1
}
