import type { ApplyResult } from '@moodlight/ports'
import { authorOver, engagementOver, holeOver, holeText, type Prepared, settingsText } from '@moodlight/store-rules'
import { writeJournal } from './journal.ts'
import type { Transaction } from './transaction.ts'

/** Fresh counts of a post, known or not: the newest wins; of two equally new ones the greater text, whatever comes first. */
export function applyEngagement(t: Transaction, event: Extract<Prepared, { t: 'engagement' }>): ApplyResult {
  if (t.q('SELECT 1 FROM tombstone WHERE id = ?').get(event.id)) return 'erased'
  const known = t.q('SELECT at, counts FROM engagement WHERE id = ?').get(event.id) as
    | { at: number; counts: string }
    | undefined
  const over = engagementOver(known ?? null, event)
  if (over !== 'write') return over
  t.q('INSERT OR REPLACE INTO engagement VALUES (?,?,?,?)').run(event.id, event.source, event.at, event.counts)
  t.change('engagement', event.at, event.id)
  return 'applied'
}

/** The one record of who stands behind a pseudonym. A purge takes what was seen up to its time. */
export function applyAuthor(t: Transaction, event: Extract<Prepared, { t: 'author' }>): ApplyResult {
  const purge = t.q('SELECT until FROM purge WHERE author = ?').get(event.key) as { until: number } | undefined
  if (purge && event.seenAt <= purge.until) return 'erased'
  const known = t.q('SELECT seen_at AS seenAt, json FROM author WHERE key = ?').get(event.key) as
    | { seenAt: number; json: string }
    | undefined
  const over = authorOver(known ?? null, event)
  if (over !== 'write') return over
  t.q('INSERT OR REPLACE INTO author VALUES (?,?,?,?,?,?)').run(
    event.key,
    event.network,
    event.handle,
    event.name,
    event.seenAt,
    event.json,
  )
  return 'applied'
}

/** A hole that has ended says more than the same one open, a later end more than an earlier. */
export function applyHole(t: Transaction, { hole, json }: Extract<Prepared, { t: 'hole' }>): ApplyResult {
  const known = t.q('SELECT "to", json FROM hole WHERE id = ?').get(hole.id) as
    | { to: number | null; json: string }
    | undefined
  const over = holeOver(known ?? null, { to: hole.to, json })
  if (over !== 'write') return over
  t.q('INSERT OR REPLACE INTO hole VALUES (?,?,?,?,?)').run(hole.id, hole.source, hole.from, hole.to, json)
  t.change('hole', hole.to ?? hole.from, hole.id)
  if (!known)
    writeJournal(t, {
      at: hole.from,
      kind: 'hole',
      ref: hole.id,
      text: holeText(hole),
      by: hole.source,
    })
  return 'applied'
}

/** Settings come once for every partition; each version is noted once. */
export function applySettings(t: Transaction, { event }: Extract<Prepared, { t: 'settings' }>): ApplyResult {
  if (t.q('INSERT OR IGNORE INTO settings VALUES (?)').run(event.version).changes === 0) return 'applied'
  t.change('settings', event.at, String(event.version))
  for (const change of event.changes)
    writeJournal(t, {
      at: event.at,
      kind: change.kind,
      ref: change.id,
      text: settingsText(change, lastText(t, change)),
      by: event.by,
    })
  return 'applied'
}

function lastText(t: Transaction, { kind, id }: { readonly kind: string; readonly id: string }): string | null {
  const last = t.q('SELECT text FROM journal WHERE kind = ? AND ref = ? ORDER BY n DESC LIMIT 1').get(kind, id)
  return last === undefined ? null : String(last['text'])
}
