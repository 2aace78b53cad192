import { mentionId } from '@moodlight/core'
import type { PreparedMention, PreparedPost } from '@moodlight/store-rules'
import { mentionsOf } from '../stories/rows.ts'
import { claimVote, type MentionRow, passVote } from '../stories/votes.ts'
import type { Transaction } from './transaction.ts'

/** Writes one mention row and counts it. */
export function writeMention(
  t: Transaction,
  post: PreparedPost,
  mention: PreparedMention,
  pid: number,
  sid: number | null,
): void {
  const { generation, at, source, language, voter, site } = post
  const { brand, sure, label, voice, counted, reason, intents } = mention
  const mid = mentionId(post.id, brand)
  const row: MentionRow = {
    generation,
    brand,
    at,
    mid,
    pid,
    sure,
    label,
    voice,
    counted,
    reason,
    source,
    language,
    voter,
    site,
    sid,
    vote: 0,
    intents,
  }
  const vote = claimVote(t, row, sid)
  t.q('INSERT INTO mention VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)').run(
    generation,
    brand,
    at,
    mid,
    pid,
    sure,
    label,
    voice,
    counted,
    reason,
    source,
    language,
    voter,
    site,
    sid,
    vote,
    intents,
  )
  if (sure) t.buckets.add(row, 1, vote)
  t.countMention(generation, brand, 1)
}

/** Takes all mention rows of a post out of lists, counts and votes. */
export function removeMentions(
  t: Transaction,
  post: { readonly generation: number; readonly at: number; readonly id: string; readonly brands: string },
): number {
  const rows = mentionsOf(t.q, post)
  for (const row of rows) {
    t.q('DELETE FROM mention WHERE generation = ? AND brand = ? AND at = ? AND mid = ?').run(
      row.generation,
      row.brand,
      row.at,
      row.mid,
    )
    if (row.sure) t.buckets.add(row, -1, -row.vote)
    passVote(t, row)
    t.countMention(row.generation, row.brand, -1)
  }
  return rows.length
}
