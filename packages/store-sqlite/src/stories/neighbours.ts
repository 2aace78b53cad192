import { MAX_DISTANCE, STORY_GAP_MS } from '@moodlight/store-rules'
import { hammingDistance } from '@moodlight/text'
import { marks, type Query } from '../db/statements.ts'
import { isOccupied, occupy, PLACES } from './occupied.ts'

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
  const base = (generation * 0x8000 + slot) * PLACES
  return [0, 1, 2, 3].map((band) => base + band * 0x10000 + Number.parseInt(sim.slice(band * 4, band * 4 + 4), 16))
}

/** The slot of a row, as the index `post_hash` has it: equal contents are looked for among posts of about the same time. */
const SLOT = 'at / 259200000'

const slotOf = (at: number): number => Math.floor(at / STORY_GAP_MS)

/** Makes the content of a post findable as a near-copy. */
export function addBands(q: Query, post: Member): void {
  if (post.sim === null) return
  const all = places(post.sim, post.generation, slotOf(post.at))
  for (const place of all) occupy(q, place)
  const [a, b, c, d] = all as [number, number, number, number]
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
    `SELECT 1 FROM post WHERE generation = ? AND ${SLOT} = ? AND hash = ? AND sim IS NOT NULL LIMIT 1`,
  ).get(post.generation, slot, post.hash)
  if (other) return
  for (const place of places(post.sim, post.generation, slot))
    q('DELETE FROM band WHERE place = ? AND hash = ?').run(place, post.hash)
}

/** The contents near a post; `copies`: whether its own may be among them. */
function nearContents(q: Query, post: Member, clock: number): { near: ReadonlySet<string>; copies: boolean } {
  if (post.sim === null) return { near: new Set(), copies: true }
  const slot = slotOf(post.at)
  // Nothing has been heard from slots that begin after the clock of the data: for live posts one slot less.
  const slots = [slot - 1, slot, slot + 1].filter((s) => s >= 0 && s * STORY_GAP_MS <= clock)
  const all = slots.flatMap((s) => places(post.sim!, post.generation, s)).filter((place) => isOccupied(q, place))
  if (all.length === 0) return { near: new Set(), copies: false }
  const rows = q(`SELECT hash, sim FROM band WHERE place IN (${marks(all.length)}) LIMIT ${MAX_PER_PLACE + 1}`).all(
    ...all,
  )
  const flood = rows.length > MAX_PER_PLACE
  const near = new Set<string>()
  let copies = flood
  for (const { hash, sim } of flood ? firstOfEach(q, all) : (rows as unknown as Content[])) {
    if (hash === post.hash) copies = true
    else if (hammingDistance(post.sim, sim) <= MAX_DISTANCE) near.add(hash)
  }
  return { near, copies }
}

interface Content {
  readonly hash: string
  readonly sim: string
}

function firstOfEach(q: Query, all: readonly number[]): Content[] {
  const one = q(`SELECT hash, sim FROM band WHERE place = ? LIMIT ${MAX_PER_PLACE}`)
  return all.flatMap((place) => one.all(place) as unknown as Content[])
}

/**
 * The posts that a post is directly linked to. Of every content only the nearest one before and the nearest one after are
 * given: those beyond are linked with these, since all lie within {@link STORY_GAP_MS} of the post. `clock` is the newest
 * time heard.
 */
export function neighbours(q: Query, post: Member, clock: number): Near[] {
  const found: Near[] = []
  const slot = slotOf(post.at)
  const { near, copies } = nearContents(q, post, clock)
  const any = `SELECT 1 FROM post WHERE generation = ? AND ${SLOT} IN (?, ?, ?) AND hash = ? AND pid <> ? LIMIT 1`
  for (const hash of copies ? [post.hash, ...near] : near) {
    if (!q(any).get(post.generation, slot - 1, slot, slot + 1, hash, post.pid)) continue
    const before = nearest(q, post, hash, [slot, slot - 1], EARLIER)
    const after = nearest(q, post, hash, [slot, slot + 1], LATER)
    if (before) found.push(before)
    if (after) found.push(after)
  }
  return found
}

const EARLIER = '(at < ?1 OR (at = ?1 AND pid < ?2)) ORDER BY at DESC, pid DESC'
const LATER = '(at > ?1 OR (at = ?1 AND pid > ?2)) ORDER BY at, pid'

function nearest(q: Query, post: Member, hash: string, slots: readonly number[], side: string): Near | null {
  const { at, pid, generation } = post
  for (const slot of slots) {
    const row = q(
      `SELECT pid, at, sid FROM post WHERE generation = ?3 AND ${SLOT} = ?4 AND hash = ?5 AND ${side} LIMIT 1`,
    ).get(at, pid, generation, slot, hash) as Near | undefined
    if (row) return Math.abs(row.at - at) <= STORY_GAP_MS ? row : null
  }
  return null
}
