import { compareNewest, type Place } from '@moodlight/store-rules'
import type { MentionRow } from '../stories/votes.ts'
import type { Where } from './filter-sql.ts'
import { type Reader, turn } from './reader.ts'

/** Rows looked at in one statement: the first step is small, since most lists end there. */
const FIRST_STEP = 128
const MAX_STEP = 4096

/** A stretch of one brand's mentions, walked along the key. */
export interface Walk {
  readonly generation: number
  readonly brand: string
  readonly from: number
  readonly to: number
  readonly order: 'newest' | 'oldest'
  /** Where the former page ended; null: at the beginning. */
  readonly after: Place | null
  /** Posts that came after this change are left out. */
  readonly bound: number
  readonly where: Where
}

/** Hits of one brand in order, in steps of bounded work; a step may be empty. */
export async function* walk(
  r: Reader,
  w: Walk,
  keep: (rows: readonly MentionRow[]) => readonly MentionRow[],
): AsyncGenerator<readonly MentionRow[]> {
  const newest = w.order === 'newest'
  const range = newest ? 'at >= ? AND (at, mid) < (?, ?)' : 'at < ? AND (at, mid) > (?, ?)'
  const direction = newest ? 'at DESC, mid DESC' : 'at, mid'
  const limit = newest ? w.from : w.to
  // Ids are never empty: before the first of `from` when rising, after the last below `to` when falling.
  let place: Place = w.after ?? { at: newest ? w.to : w.from, mid: '' }
  const window = `FROM mention WHERE generation = ? AND brand = ? AND ${range} ORDER BY ${direction} LIMIT `
  for (let step = FIRST_STEP; ; step = Math.min(MAX_STEP, step * 2)) {
    const values = [w.generation, w.brand, limit, place.at, place.mid]
    const rows = r
      .q(`SELECT * FROM (SELECT * ${window} ${step}) WHERE pid <= ? AND ${w.where.sql}`)
      .all(...values, w.bound, ...w.where.values) as unknown as MentionRow[]
    const end = r.q(`SELECT at, mid ${window} 1 OFFSET ${step - 1}`).get(...values) as Place | undefined
    yield keep(rows)
    if (!end) return
    place = end
    await turn()
  }
}

/** Merges walks of several brands into one order. */
export async function* merge(
  walks: readonly AsyncGenerator<readonly MentionRow[]>[],
  order: 'newest' | 'oldest',
): AsyncGenerator<MentionRow> {
  const sign = order === 'newest' ? 1 : -1
  const heads = (await Promise.all(walks.map((rows) => fill({ rows, buffer: [], at: 0 })))).filter((h) => h !== null)
  while (heads.length > 0) {
    let best = 0
    for (let i = 1; i < heads.length; i++) if (sign * compareNewest(peek(heads[i]!), peek(heads[best]!)) < 0) best = i
    const head = heads[best]!
    yield peek(head)
    head.at++
    if (head.at >= head.buffer.length && !(await fill(head))) heads.splice(best, 1)
  }
}

interface Head {
  readonly rows: AsyncGenerator<readonly MentionRow[]>
  buffer: readonly MentionRow[]
  at: number
}

function peek(head: Head): MentionRow {
  return head.buffer[head.at]!
}

async function fill(head: Head): Promise<Head | null> {
  for (;;) {
    const next = await head.rows.next()
    if (next.done) return null
    if (next.value.length === 0) continue
    head.buffer = next.value
    head.at = 0
    return head
  }
}
