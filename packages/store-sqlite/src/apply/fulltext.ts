import type { PostMentions } from '@moodlight/core'
import { streamOf } from '@moodlight/store-rules'
import type { Transaction } from './transaction.ts'

/** Full text holds no copy of the text: to take a post out, its tokens are made again from the stored event. */
export function storedStream(post: { readonly brands: string; readonly json: string }): string | null {
  return post.brands === '' ? null : streamOf((JSON.parse(post.json) as PostMentions).post)
}

/** Replaces what full text knows of a post. */
export function reindex(t: Transaction, pid: number, old: string | null, stream: string | null): void {
  if (old === stream) return
  if (old !== null) t.q(`INSERT INTO fts (fts, rowid, stream) VALUES ('delete', ?, ?)`).run(pid, old)
  if (stream !== null) t.q('INSERT INTO fts (rowid, stream) VALUES (?, ?)').run(pid, stream)
}
