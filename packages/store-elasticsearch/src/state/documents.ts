import { MoodlightError } from '@moodlight/core'
import type { Lease, PutOptions, StateDoc } from '@moodlight/ports'
import { documentId } from '../client/names.ts'
import type { Found } from '../client/read.ts'

/** A document as stored; the value stays JSON text. */
export interface StateDocument {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly at: number
  readonly value: string
  /** The lease under which it was written last. */
  readonly lease?: string
}

export interface LeaseDocument {
  readonly kind: '~lease'
  readonly id: string
  /** Absent: given back. */
  readonly holder?: string
  readonly fence: number
  readonly until: number
}

export const placeOf = (kind: string, id: string): string => documentId(`${kind}/${id}`)
/** Kinds of documents are slugs, so the tilde keeps ours apart. */
export const leasePlace = (name: string): string => documentId(`~lease/${name}`)

export function toDoc<T>({ kind, id, version, at, value }: StateDocument): StateDoc<T> {
  return { kind, id, version, value: JSON.parse(value) as T, at }
}

/** @throws ML_STATE_CONFLICT */
export function checkVersion(found: Found<StateDocument> | null, kind: string, id: string, options: PutOptions): void {
  const version = found?.doc.version ?? 0
  if (options.ifVersion !== undefined && options.ifVersion !== version)
    throw new MoodlightError('ML_STATE_CONFLICT', `${kind} "${id}" is at version ${version}, not ${options.ifVersion}`)
}

/** @throws ML_LEASE_LOST */
export function checkFence(found: Found<LeaseDocument> | null, lease: Pick<Lease, 'name' | 'fence'>): void {
  if (!found || found.doc.holder === undefined || found.doc.fence !== lease.fence)
    throw new MoodlightError('ML_LEASE_LOST', `the lease "${lease.name}" has passed on from fence ${lease.fence}`)
}
