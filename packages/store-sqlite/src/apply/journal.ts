import type { JournalEntry } from '@moodlight/ports'
import type { PreparedPost } from '@moodlight/store-rules'
import type { Transaction } from './transaction.ts'

/** Adds a mark for timelines. */
export function writeJournal(t: Transaction, entry: Omit<JournalEntry, 'n'>): void {
  t.q('INSERT INTO journal (at, kind, ref, text, by) VALUES (?,?,?,?,?)').run(
    entry.at,
    entry.kind,
    entry.ref,
    entry.text,
    entry.by,
  )
}

/** The first post labelled by other models, or under another enrichment version, is a mark: it may explain a step. */
export function noteModel(t: Transaction, post: PreparedPost): void {
  // What is being made beside the active generation, and what is taken over, is told when it is switched to.
  if (post.generation !== t.totals.generation || post.enrichmentVersion === 0) return
  const key = `${post.modelHash} ${post.enrichmentVersion}`
  if (t.models.has(key)) return
  t.models.add(key)
  const known = t.q('SELECT 1 FROM model WHERE hash = ? AND version = ?').get(post.modelHash, post.enrichmentVersion)
  if (known) return
  const first = !t.q('SELECT 1 FROM model LIMIT 1').get()
  t.q('INSERT INTO model VALUES (?, ?)').run(post.modelHash, post.enrichmentVersion)
  if (first) return
  writeJournal(t, {
    at: post.changedAt,
    kind: 'model',
    ref: post.modelHash,
    text: `labelled by models ${post.modelHash}, enrichment version ${post.enrichmentVersion}`,
    by: 'enrich',
  })
}
