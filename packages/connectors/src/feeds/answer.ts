import type { ErrorCode } from '@moodlight/core'
import { MoodlightError } from '@moodlight/core'
import type { SourceHealth } from '@moodlight/ports'
import type { GetAnswer } from '../net/http-get.ts'
import { retryAfterMs } from '../net/retry-after.ts'

/** What an answer (or its absence) means for polling. */
export type Meaning =
  | { readonly kind: 'body' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed'
      readonly state: SourceHealth['state']
      readonly reason: string
      readonly code: ErrorCode
      readonly waitMs: number | null
    }

export function meaningOf(answer: GetAnswer, now: number): Meaning {
  const { status, headers } = answer
  if (status === 304) return { kind: 'unchanged' }
  if (status === 410) return { kind: 'gone' }
  if (status >= 200 && status < 300) return { kind: 'body' }
  const failed = { kind: 'failed', reason: `HTTP ${status}`, code: 'ML_SOURCE_UNREACHABLE' } as const
  const waitMs = retryAfterMs(header(headers['retry-after']), now, header(headers['date']))
  if (status === 401 || status === 403) return { ...failed, state: 'auth-failed', code: 'ML_SOURCE_REFUSED', waitMs }
  if (status === 429 || (status === 503 && waitMs !== null)) return { ...failed, state: 'rate-limited', waitMs }
  return { ...failed, state: 'unreachable', waitMs }
}

export function meaningOfError(error: unknown): Extract<Meaning, { kind: 'failed' }> {
  const code = error instanceof MoodlightError ? error.code : 'ML_SOURCE_UNREACHABLE'
  const reason = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', state: 'unreachable', reason, code, waitMs: null }
}

export function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
