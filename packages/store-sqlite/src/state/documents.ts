import { MoodlightError } from '@moodlight/core'
import type { PutOptions } from '@moodlight/ports'
import type { Query } from '../db/statements.ts'

/** A row of `document`, as it crosses between threads: the value stays JSON text until the caller's side. */
export interface DocumentRow {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly at: number
  readonly value: string
}

/** A write as the caller's side prepared it. `value` null: remove. */
export interface DocumentWrite {
  readonly kind: string
  readonly id: string
  readonly value: string | null
  readonly at: number
  readonly options: PutOptions
}

/** Writes or removes one document inside the writer's transaction. @returns the new row, or null when it is removed. */
export function writeDocument(q: Query, write: DocumentWrite): DocumentRow | null {
  const { kind, id, value, at, options } = write
  if (options.lease) checkFence(q, options.lease)
  const version = currentVersion(q, kind, id)
  if (options.ifVersion !== undefined && options.ifVersion !== version)
    throw new MoodlightError('ML_STATE_CONFLICT', `${kind} "${id}" is at version ${version}, not ${options.ifVersion}`)
  if (value === null) {
    q('DELETE FROM document WHERE kind = ? AND id = ?').run(kind, id)
    return null
  }
  const row = { kind, id, version: version + 1, at, value }
  q('INSERT OR REPLACE INTO document VALUES (?,?,?,?,?)').run(kind, id, row.version, at, value)
  return row
}

/** 0: there is none. */
export function currentVersion(q: Query, kind: string, id: string): number {
  const row = q('SELECT version FROM document WHERE kind = ? AND id = ?').get(kind, id) as
    | { version: number }
    | undefined
  return row?.version ?? 0
}

function checkFence(q: Query, lease: NonNullable<PutOptions['lease']>): void {
  const row = q('SELECT fence, holder FROM lease WHERE name = ?').get(lease.name) as
    | { fence: number; holder: string | null }
    | undefined
  if (!row || row.holder === null || row.fence !== lease.fence)
    throw new MoodlightError('ML_LEASE_LOST', `the lease "${lease.name}" has passed on from fence ${lease.fence}`)
}
