import { type ErrorCode, MoodlightError } from './errors.ts'

/** An error as plain data, to cross threads without losing its code. */
export interface WireError {
  readonly code?: ErrorCode
  readonly name?: string
  readonly message: string
  readonly details?: Record<string, unknown>
  readonly stack?: string
}

/** Total: takes anything that was thrown. */
export function toWire(error: unknown): WireError {
  if (error instanceof MoodlightError)
    return { code: error.code, message: error.message, details: { ...error.details }, stack: error.stack ?? '' }
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? '' }
  return { message: String(error) }
}

/** The inverse of {@link toWire}: a MoodlightError stays one, with its code. */
export function fromWire(wire: WireError): Error {
  const error = wire.code
    ? new MoodlightError(wire.code, wire.message, { details: wire.details ?? {} })
    : Object.assign(new Error(wire.message), wire.name ? { name: wire.name } : {})
  if (wire.stack) error.stack = wire.stack
  return error
}
