import type { Millis } from '@moodlight/core'

/** A small mutable document. `version` rises with every write of it, from 1. */
export interface StateDoc<T = unknown> {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly value: T
  readonly at: Millis
}

/** A right held for a time. `fence` rises with every new holder; writes carry it, and a stale one is refused. */
export interface Lease {
  readonly name: string
  readonly holder: string
  readonly fence: number
  readonly until: Millis
}

export interface PutOptions {
  /** Compare and set: the version that must be there; 0: must not exist. @throws ML_STATE_CONFLICT otherwise. */
  readonly ifVersion?: number
  /** The write counts only while this lease is the newest of its name. @throws ML_LEASE_LOST otherwise. */
  readonly lease?: Pick<Lease, 'name' | 'fence'>
}

/**
 * Everything mutable that is not a mention: settings, rules, cursors, alert state, outbox, keys, audit, dead letters,
 * suppression list. Small documents (up to 1 MiB of JSON). Kinds are slugs; ids up to 512 bytes. Durable when resolved.
 */
export interface StateStore {
  get<T>(kind: string, id: string): Promise<StateDoc<T> | null>
  put<T>(kind: string, id: string, value: T, options?: PutOptions): Promise<StateDoc<T>>
  /** All or none; each with its own options. */
  putAll(
    writes: readonly { kind: string; id: string; value: unknown; options?: PutOptions }[],
  ): Promise<readonly StateDoc[]>
  /** true when something was removed. */
  remove(kind: string, id: string, options?: PutOptions): Promise<boolean>
  /** By id, rising; `after` is the last id seen. `limit` 1…1000. */
  list<T>(kind: string, page: { limit: number; after?: string; prefix?: string }): Promise<readonly StateDoc<T>[]>
  count(kind: string): Promise<number>
  /** Takes or renews; null when another holder has it. Renewing keeps the fence, a new holder raises it. */
  acquire(name: string, holder: string, ttlMs: Millis): Promise<Lease | null>
  release(lease: Lease): Promise<void>
  close(): Promise<void>
}

/** The kinds of documents in use, so that no two rooms take the same name. */
export const STATE_KINDS = {
  settings: 'settings',
  brand: 'brand',
  cursor: 'cursor',
  revision: 'revision',
  deadLetter: 'dead-letter',
  suppression: 'suppression',
  source: 'source',
  start: 'start',
  import: 'import',
  replay: 'replay',
  installation: 'installation',
  /** Running instances of a service, by which sources are shared out. */
  instance: 'instance',
} as const
