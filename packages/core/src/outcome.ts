import type { ErrorCode } from './errors.ts'

/** Why a record was dropped, counted in the ledger by reason. Nothing is dropped without one. */
export const DROP_REASONS = {
  'no-brand': 'names no watched brand, and the source is filtered by brand',
  duplicate: 'this version of the post is stored already',
  superseded: 'a newer version of the post is stored already',
  erased: 'the post or its author was deleted or purged',
  suppressed: 'the author or post is on the suppression list',
  empty: 'has neither text nor title, and is not a repost',
  'too-old': 'is older than the retention of its source',
  'not-public': 'is not public at its source',
} as const
export type DropReason = keyof typeof DROP_REASONS

/** What became of one record in a stage. */
export type Outcome<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: DropReason }
  | { readonly kind: 'dead'; readonly code: ErrorCode; readonly cause?: unknown }

export const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value })
export const drop = (reason: DropReason): Outcome<never> => ({ kind: 'drop', reason })
export const dead = (code: ErrorCode, cause?: unknown): Outcome<never> => ({ kind: 'dead', code, cause })
