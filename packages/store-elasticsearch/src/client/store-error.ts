import { errors } from '@elastic/elasticsearch'
import { MoodlightError } from '@moodlight/core'

/** Answers after which the same request may succeed. */
const PASSING = new Set([408, 429, 502, 503, 504])

/** The status of an answer that was no success; null when there was no answer. */
export function statusOf(error: unknown): number | null {
  return error instanceof errors.ResponseError ? (error.statusCode ?? null) : null
}

/** true when trying again may help: no answer, or one that says so. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error)
  if (status !== null) return PASSING.has(status)
  return (
    error instanceof errors.ConnectionError ||
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoLivingConnectionsError
  )
}

/** An error of the client as one of ours. Bodies are not told: they hold texts. */
export function storeError(error: unknown, what: string): MoodlightError {
  if (error instanceof MoodlightError) return error
  const status = statusOf(error)
  const why = status === null ? message(error) : `${status} ${reasonOf(error as errors.ResponseError)}`
  const details = { status, what }
  if (mayPass(error))
    return new MoodlightError('ML_STORE_UNAVAILABLE', `Elasticsearch does not serve us (${what}: ${why})`, { details })
  if (status === 401 || status === 403)
    return new MoodlightError('ML_STORE_REFUSED', `Elasticsearch refuses us (${what}: ${why})`, { details })
  return new MoodlightError('ML_INTERNAL', `Elasticsearch did not understand us (${what}: ${why})`, { details })
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function reasonOf(error: errors.ResponseError): string {
  const body = error.body as { error?: { type?: string; reason?: string } | string } | undefined
  const told = body?.error
  return typeof told === 'string'
    ? told.slice(0, 200)
    : `${told?.type ?? ''} ${told?.reason ?? ''}`.trim().slice(0, 300)
}
