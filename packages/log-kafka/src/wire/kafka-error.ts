import { errorCode, MoodlightError } from '@moodlight/core'
import errors from 'kafkajs/src/protocol/error.js'

/** What a broker answered instead of what was asked, or that it did not answer. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  /** As Kafka calls it (`NOT_LEADER_FOR_PARTITION`), or `UNREACHABLE`: no connection, or no answer in time. */
  readonly type: string
  /** Trying again, after another look at who leads, may help. */
  readonly retriable: boolean

  constructor(type: string, message: string, retriable: boolean, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.type = type
    this.retriable = retriable
  }
}

/** null for code 0. */
export function errorOf(code: number): KafkaError | null {
  if (code === 0) return null
  const { type = `CODE_${code}`, message, retriable = false } = errors.createErrorFromCode(code)
  // The offsets of a group that is being loaded or moved are asked for again; kafkajs does not call all of these retriable.
  return new KafkaError(type, message, retriable || ALSO_RETRIABLE.has(type))
}

const ALSO_RETRIABLE = new Set([
  'KAFKA_STORAGE_ERROR',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'BROKER_NOT_AVAILABLE',
])

export const unreachable = (why: string, cause?: unknown) => new KafkaError('UNREACHABLE', why, true, cause)

export const typeOf = (error: unknown): string => (error instanceof KafkaError ? error.type : '')

export const retriable = (error: unknown): boolean => error instanceof KafkaError && error.retriable

const REFUSED = /AUTHORIZATION_FAILED|AUTHENTICATION|TLS_FAILED|ILLEGAL_SASL_STATE|UNSUPPORTED_SASL/

/** Whatever went wrong, as an error of the house. */
export function coded(error: unknown, doing: string): MoodlightError {
  if (error instanceof MoodlightError) return error
  const message = `${doing}: ${error instanceof Error ? error.message : String(error)}`
  const type = typeOf(error)
  if (REFUSED.test(type)) return new MoodlightError('ML_LOG_REFUSED', message, { cause: error, details: { type } })
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return new MoodlightError('ML_EVENT_TOO_LARGE', message, { cause: error })
  if (retriable(error)) return new MoodlightError('ML_LOG_UNAVAILABLE', message, { cause: error, details: { type } })
  return new MoodlightError(errorCode(error), message, { cause: error, details: { type } })
}
