import { hammingDistance } from '@moodlight/text'
import type { Query } from '../db/statements.ts'

/** Posts further apart tell different stories, however alike. */
export const STORY_GAP_MS = 72 * 3_600_000
const MAX_DISTANCE = 3
/**
 * Contents looked at per band and slot. Four bands of 16 bits find every pair within 3 bits. Beyond this many different
 * contents in one band and slot (a flood of variants) the first by hash are taken, the same ones each time.
 */
const MAX_PER_PLACE = 64

/** What stories need to know of a post. */
export interface Member {
  readonly pid: number
  readonly generation: number
  readonly at: number
  readonly hash: string
  readonly sim: string | null
}

interface Near {
  readonly pid: number
  readonly at: number
  readonly sid: number | null
}

/** The places of a similarity hash: one number per (generation, slot, band, value). */
function places(sim: string, generation: number, slot: number): number[] {
  const base = (generation * 0x8000 + slot) * 0x40000
  return [0, 1, 2, 3].map((band) => base + band * 0x10000 + Number.parseInt(sim.slice(band * 4, band * 4 + 4), 16))
}

const slotOf = (at: number): number => Math.floor(at / STORY_GAP_MS)

/** Makes the content of a post findable as a near-copy. */
export function addBands(q: Query, post: Member): void {
  if (post.sim === null) return
  const [a, b, c, d] = places(post.sim, post.generation, slotOf(post.at)) as [number, number, number, number]
  q(`INSERT OR IGNORE INTO band VALUES (?1,?5,?6),(?2,?5,?6),(?3,?5,?6),(?4,?5,?6)`).run(
    a,
    b,
    c,
    d,
    post.hash,
    post.sim,
  )
}

/** Takes the content out again when no other post in the slot has it. The post itself must be out of `post.hash` already. */
export function dropBands(q: Query, post: Member): void {
  if (post.sim === null) return
  const slot = slotOf(post.at)
  const other = q(
    'SELECT 1 FROM post WHERE generation = ? AND hash = ? AND at >= ? AND at < ? AND sim IS NOT NULL LIMIT 1',
  ).get(post.generation, post.hash, slot * STORY_GAP_MS, (slot + 1) * STORY_GAP_MS)
  if (other) return
  for (const place of places(post.sim, post.generation, slot))
    q('DELETE FROM band WHERE place = ? AND hash = ?').run(place, post.hash)
}

/** Different contents within {@link MAX_DISTANCE} bits whose slot is near. */
function nearHashes(q: Query, post: Member): string[] {
  if (post.sim === null) return []
  const slot = slotOf(post.at)
  const near = new Set<string>()
  for (const s of [slot - 1, slot, slot + 1]) {
    if (s < 0) continue
    const rows = q(
      `SELECT * FROM (SELECT hash, sim FROM band WHERE place = ? LIMIT ${MAX_PER_PLACE})
       UNION ALL SELECT * FROM (SELECT hash, sim FROM band WHERE place = ? LIMIT ${MAX_PER_PLACE})
       UNION ALL SELECT * FROM (SELECT hash, sim FROM band WHERE place = ? LIMIT ${MAX_PER_PLACE})
       UNION ALL SELECT * FROM (SELECT hash, sim FROM band WHERE place = ? LIMIT ${MAX_PER_PLACE})`,
    ).all(...places(post.sim, post.generation, s)) as { hash: string; sim: string }[]
    for (const { hash, sim } of rows)
      if (hash !== post.hash && hammingDistance(post.sim, sim) <= MAX_DISTANCE) near.add(hash)
  }
  return [...near]
}

/**
 * The posts that a post is directly linked to. Of every content only the nearest one before and the nearest one after are
 * given: those beyond are linked with these, since all lie within {@link STORY_GAP_MS} of the post.
 */
export function neighbours(q: Query, post: Member): Near[] {
  const found: Near[] = []
  const before = q(
    `SELECT pid, at, sid FROM post WHERE generation = ? AND hash = ? AND at BETWEEN ? AND ? AND pid <> ?
     AND (at < ? OR pid < ?) ORDER BY at DESC, pid DESC LIMIT 1`,
  )
  const after = q(
    `SELECT pid, at, sid FROM post WHERE generation = ? AND hash = ? AND at BETWEEN ? AND ? AND pid <> ?
     AND (at > ? OR pid > ?) ORDER BY at, pid LIMIT 1`,
  )
  for (const hash of [post.hash, ...nearHashes(q, post)]) {
    const { generation, at, pid } = post
    const earlier = before.get(generation, hash, at - STORY_GAP_MS, at, pid, at, pid)
    const later = after.get(generation, hash, at, at + STORY_GAP_MS, pid, at, pid)
    if (earlier) found.push(earlier as unknown as Near)
    if (later) found.push(later as unknown as Near)
  }
  return found
}
