import type { Transaction } from '../apply/transaction.ts'

/** A row of `mention`. */
export interface MentionRow {
  readonly generation: number
  readonly brand: string
  readonly at: number
  readonly mid: string
  readonly pid: number
  readonly sure: number
  readonly label: string
  readonly voice: string
  readonly counted: number
  readonly reason: string | null
  readonly source: string
  readonly language: string
  readonly voter: string
  readonly site: string | null
  readonly sid: number | null
  readonly vote: number
  /** See `intentBits`. */
  readonly intents: number
}

const HOLDER = `SELECT * FROM mention WHERE generation = ? AND brand = ? AND sid = ? AND voter = ? AND sure = 1
                ORDER BY at, mid LIMIT 1`

/** The earliest sure mention of (brand, voter) in a story: the one that votes. */
function holder(t: Transaction, of: MentionRow, sid: number): MentionRow | undefined {
  return t.q(HOLDER).get(of.generation, of.brand, sid, of.voter) as MentionRow | undefined
}

function setVote(t: Transaction, row: MentionRow, vote: 0 | 1): void {
  if (row.vote === vote) return
  t.q('UPDATE mention SET vote = ? WHERE generation = ? AND brand = ? AND at = ? AND mid = ?').run(
    vote,
    row.generation,
    row.brand,
    row.at,
    row.mid,
  )
  t.buckets.add(row, 0, vote - row.vote)
}

/**
 * Decides the vote of a mention that enters `sid` and takes it from a later one. The mention must not be in the story yet.
 * @returns whether it votes.
 */
export function claimVote(t: Transaction, row: MentionRow, sid: number | null): 0 | 1 {
  if (!row.sure) return 0
  if (sid === null) return 1
  const held = holder(t, row, sid)
  if (!held) return 1
  // Times decide nearly always; equal ones are decided by SQLite's own order of bytes, the order of the index.
  if (held.at < row.at || (held.at === row.at && isBefore(t, held.mid, row.mid))) return 0
  setVote(t, held, 0)
  return 1
}

function isBefore(t: Transaction, a: string, b: string): boolean {
  return (t.q('SELECT ? < ? AS yes').get(a, b) as { yes: number }).yes === 1
}

/** After a mention has left `sid` with its vote, the next of its voter votes. */
export function passVote(t: Transaction, left: MentionRow): void {
  if (!left.vote || left.sid === null) return
  const next = holder(t, left, left.sid)
  if (next) setVote(t, next, 1)
}

/** Moves one mention from its story to another; null: a story of its own. */
export function moveMention(t: Transaction, row: MentionRow, sid: number | null): void {
  const set = t.q('UPDATE mention SET sid = ?, vote = ? WHERE generation = ? AND brand = ? AND at = ? AND mid = ?')
  const place = [row.generation, row.brand, row.at, row.mid]
  set.run(null, row.vote, ...place)
  passVote(t, row)
  const vote = claimVote(t, row, sid)
  set.run(sid, vote, ...place)
  t.buckets.add(row, 0, vote - row.vote)
}
