import type { ApplyResult } from '@moodlight/ports'
import { carriedPost, type PreparedPost, pinned, repinned, takenBy } from '@moodlight/store-rules'
import { corrected, recordCorrections, withCorrections } from './corrections.ts'
import { noteModel } from './journal.ts'
import type { Transaction } from './transaction.ts'
import { insertPost, type PostRow, removePost, replacePost } from './write-post.ts'

/** What is known of a post id and its author before it is written. */
interface Known {
  readonly pid: number | null
  readonly version: number | null
  readonly origin: string | null
  readonly final: number | null
  readonly refused: number | null
  readonly until: number | null
}

const KNOWN = `SELECT p.pid, p.version, p.origin, d.final, d.version AS refused, u.until
  FROM (SELECT ?1 AS id, ?2 AS generation, ?3 AS author) x
  LEFT JOIN post p ON p.id = x.id AND p.generation = x.generation
  LEFT JOIN tombstone d ON d.id = x.id
  LEFT JOIN purge u ON u.author = x.author`

/**
 * Takes one revision of a post in, into its generation and every later one that is kept. The greatest version decides, in whatever
 * order versions, tombstones and purges come.
 */
export function applyPost(t: Transaction, post: PreparedPost): ApplyResult {
  t.hear(post.source, post.at)
  let told: ApplyResult = 'superseded'
  const persons = new Persons(t, post)
  for (const generation of takenBy(t.kept, post.generation)) {
    const own = generation === post.generation
    const result = applyTo(t, own ? post : carriedPost(post, generation), persons)
    if (own || generation === t.totals.generation) told = result
  }
  return told
}

/** The labels that people gave with an event: kept once, and news to every generation. */
class Persons {
  readonly #t: Transaction
  readonly #post: PreparedPost
  #news: boolean | null = null

  constructor(t: Transaction, post: PreparedPost) {
    this.#t = t
    this.#post = post
  }

  record(): boolean {
    this.#news ??= recordCorrections(this.#t, this.#post)
    return this.#news
  }
}

function applyTo(t: Transaction, post: PreparedPost, persons: Persons): ApplyResult {
  const known = t.q(KNOWN).get(post.id, post.generation, post.author) as unknown as Known
  if (known.final === 1) return 'erased'
  if (known.until !== null && post.at <= known.until) return refuse(t, post, known)
  if (known.refused !== null && known.refused >= post.version) return 'erased'
  if (persons.record() && known.pid !== null && known.version! >= post.version) {
    const row = readPost(t, known.pid)
    replacePost(t, corrected(t, row.json), row)
  }
  if (known.pid !== null && known.version! >= post.version) {
    const row = readPost(t, known.pid)
    // Also of an equal version: a generation that is being made may have heard of the edit before it got the post.
    const earlier = repinned(row, post)
    if (earlier) replacePost(t, earlier, row)
    if (known.version! > post.version) return 'superseded'
    return known.origin === post.origin ? 'applied' : 'duplicate'
  }
  noteModel(t, post)
  const row = known.pid === null ? null : readPost(t, known.pid)
  const whole = withCorrections(t, row ? pinned(post, row) : post)
  if (row) replacePost(t, whole, row)
  else insertPost(t, whole)
  if (known.refused !== null) t.q('DELETE FROM tombstone WHERE id = ? AND final = 0').run(post.id)
  return 'applied'
}

/** The purge decides on this version; what is stored and older goes with it. */
function refuse(t: Transaction, post: PreparedPost, known: Known): 'erased' {
  if (known.pid !== null) {
    if (known.version! >= post.version) return 'erased'
    removePost(t, readPost(t, known.pid))
    t.change('tombstone', post.changedAt, post.id)
  }
  rememberRefused(t, post.id, post.version)
  return 'erased'
}

/** Keeps the greatest version of a post that a purge refused, so that an older one does not come back later. */
export function rememberRefused(t: Transaction, id: string, version: number): void {
  t.q(`INSERT INTO tombstone VALUES (?, 0, ?, 0, '', 'purge') ON CONFLICT (id) DO UPDATE
       SET version = max(version, excluded.version)`).run(id, version)
  t.q('DELETE FROM engagement WHERE id = ?').run(id)
}

export function readPost(t: Transaction, pid: number): PostRow {
  return t.q('SELECT * FROM post WHERE pid = ?').get(pid) as unknown as PostRow
}
