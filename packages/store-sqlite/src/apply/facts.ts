import type { ApplyResult } from '@moodlight/ports'
import type { Prepared } from '../prepare/prepared.ts'
import { writeJournal } from './journal.ts'
import type { Transaction } from './transaction.ts'

/** Fresh counts of a post, known or not: the newest wins; of two equally new ones the greater text, whatever comes first. */
export function applyEngagement(t: Transaction, event: Extract<Prepared, { t: 'engagement' }>): ApplyResult {
  if (t.q('SELECT 1 FROM tombstone WHERE id = ?').get(event.id)) return 'erased'
  const known = t.q('SELECT at, counts FROM engagement WHERE id = ?').get(event.id) as
    | { at: number; counts: string }
    | undefined
  if (known && known.at === event.at && known.counts === event.counts) return 'applied'
  if (known && (known.at > event.at || (known.at === event.at && known.counts > event.counts))) return 'superseded'
  t.q('INSERT OR REPLACE INTO engagement VALUES (?,?,?,?)').run(event.id, event.source, event.at, event.counts)
  t.change('engagement', event.at, event.id)
  return 'applied'
}

/** The one record of who stands behind a pseudonym. A purge takes what was seen up to its time. */
export function applyAuthor(t: Transaction, event: Extract<Prepared, { t: 'author' }>): ApplyResult {
  const purge = t.q('SELECT until FROM purge WHERE author = ?').get(event.key) as { until: number } | undefined
  if (purge && event.seenAt <= purge.until) return 'erased'
  const known = t.q('SELECT seen_at, json FROM author WHERE key = ?').get(event.key) as
    | { seen_at: number; json: string }
    | undefined
  if (known && (known.seen_at > event.seenAt || (known.seen_at === event.seenAt && known.json > event.json)))
    return 'superseded'
  if (known?.json === event.json) return 'applied'
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
  if (known?.json === json) return 'applied'
  const rank = (to: number | null) => to ?? -1
  if (known && (rank(known.to) > rank(hole.to) || (rank(known.to) === rank(hole.to) && known.json > json)))
    return 'superseded'
  t.q('INSERT OR REPLACE INTO hole VALUES (?,?,?,?,?)').run(hole.id, hole.source, hole.from, hole.to, json)
  t.change('hole', hole.to ?? hole.from, hole.id)
  if (!known)
    writeJournal(t, {
      at: hole.from,
      kind: 'hole',
      ref: hole.id,
      text: hole.detail === '' ? hole.reason : `${hole.reason}: ${hole.detail}`,
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
      text: `${change.kind} ${nameOf(change)} ${verbOf(t, change)}`,
      by: event.by,
    })
  return 'applied'
}

type SettingsChange = Extract<Prepared, { t: 'settings' }>['event']['changes'][number]

/** What people call it: a brand's label, else the id. */
function nameOf({ id, value }: SettingsChange): string {
  const label = typeof value === 'object' && value !== null ? (value as { label?: unknown }).label : undefined
  return typeof label === 'string' ? label.slice(0, 100) : id
}

function verbOf(t: Transaction, { kind, id, value }: SettingsChange): string {
  if (value === null) return 'removed'
  if (kind === 'option') return `is now ${JSON.stringify(value)}`.slice(0, 100)
  const last = t.q('SELECT text FROM journal WHERE kind = ? AND ref = ? ORDER BY n DESC LIMIT 1').get(kind, id)
  return last === undefined || String(last['text']).endsWith(' removed') ? 'added' : 'changed'
}
