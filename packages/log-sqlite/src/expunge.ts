import { MoodlightError } from '@moodlight/core'
import type { AuthorKeyString, ExpungeReport } from '@moodlight/ports'
import type { LogCore } from './core.ts'
import { BLANK } from './segments.ts'

/** Records looked at in one step, so that appends pass in between. */
const STEP = 250
/** Authors looked for in one statement. */
const AUTHORS = 32

/**
 * Overwrites, in place, every record with one of these keys and every record written by one of these authors, then empties
 * the WAL: nothing of them is left in the files. It reads the whole log (no index: erasing is rare, appending is not).
 */
export async function expunge(
  core: LogCore,
  what: { keys: readonly string[]; authors: readonly AuthorKeyString[] },
): Promise<ExpungeReport> {
  let removed = 0
  for (let i = 0; i === 0 || i < what.authors.length; i += AUTHORS) {
    const part = { keys: i === 0 ? what.keys : [], authors: what.authors.slice(i, i + AUTHORS) }
    if (part.keys.length + part.authors.length === 0) break
    for (let stream = 0; stream < core.layout.streams; stream++)
      for (const { id, base } of core.segments.list(stream))
        removed += await expungeSegment(core, stream, id, base, part)
  }
  const checkpoint = core.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
  if (checkpoint?.['busy'] !== 0) throw new MoodlightError('ML_INTERNAL', 'the WAL could not be emptied after expunge')
  return { removed, goneBy: null }
}

async function expungeSegment(
  core: LogCore,
  stream: number,
  id: number,
  base: number,
  what: { keys: readonly string[]; authors: readonly string[] },
): Promise<number> {
  const authors = new Set(what.authors)
  const keys = new Set(what.keys)
  const sql = `SELECT n, key, value FROM s${id} WHERE n >= ? AND n < ?
    AND (key IN (SELECT value FROM json_each(?))${' OR instr(value, ?) > 0'.repeat(authors.size)})`
  let removed = 0
  for (let from = base; ; from += STEP) {
    const step = await core.writer.run(() => {
      const index = core.segments.list(stream).findIndex((s) => s.id === id)
      // Retention was faster.
      if (index < 0) return null
      const rows = core.db.prepare(sql).all(from, from + STEP, JSON.stringify(what.keys), ...what.authors)
      const hits = rows.filter((r) => keys.has(r['key'] as string) || wroteIt(r['value'] as string, authors))
      for (const row of hits) blank(core, id, row as unknown as { n: number; key: string; value: string })
      if (hits.length > 0) core.segments.blanked(stream, id, hits.length)
      return { n: hits.length, end: core.segments.end(stream, index) }
    })
    removed += step?.n ?? 0
    if (!step || from + STEP >= step.end) return removed
  }
}

/** Exactly as long as before: SQLite then writes over the old bytes instead of moving cells. */
function blank(core: LogCore, id: number, row: { n: number; key: string; value: string }): void {
  core.db
    .prepare(`UPDATE s${id} SET key = ?, value = ? WHERE n = ?`)
    .run(BLANK.repeat(Buffer.byteLength(row.key)), BLANK.repeat(Buffer.byteLength(row.value)), row.n)
}

/**
 * Is this the author's own? A post, alone or inside a mentions record, or the record of the author. Answers to the author by
 * others and the purge that tells the store of the erasure carry the key too, and stay.
 */
export function wroteIt(value: string, authors: ReadonlySet<string>): boolean {
  let event: unknown
  try {
    event = JSON.parse(value)
  } catch {
    // It holds the key and nobody can say what it is: it goes.
    return [...authors].some((author) => value.includes(author))
  }
  const keyOf = (x: unknown) => (typeof x === 'object' && x !== null ? (x as { key?: unknown }).key : undefined)
  const { type, author, post } = (event ?? {}) as { type?: unknown; author?: unknown; post?: { author?: unknown } }
  const own = [type === 'author' ? keyOf(event) : undefined, keyOf(author), keyOf(post?.author)]
  return own.some((key) => typeof key === 'string' && authors.has(key))
}
