import * as z from 'zod'
import { CATALOGUE } from './error-catalogue.ts'

/**
 * config: stop at boot and list all problems · input: dead letter, or 4xx · transient: bounded back-off with jitter ·
 * invariant: our own broken promise, crash loudly · query: a coded 4xx to the caller.
 */
export type ErrorClass = 'config' | 'input' | 'transient' | 'invariant' | 'query'

export type ErrorCode = keyof typeof CATALOGUE
export const ErrorCode = z.enum(Object.keys(CATALOGUE) as [ErrorCode, ...ErrorCode[]])

/** The one error class of the house: a code of the catalogue, a sentence, and optional details for logs and callers. */
export class MoodlightError extends Error {
  override readonly name = 'MoodlightError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }

  get class(): ErrorClass {
    return CATALOGUE[this.code].class
  }

  get status(): number {
    return CATALOGUE[this.code].status
  }
}

/** The code of any error; total: what is not ours is ML_INTERNAL. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof MoodlightError ? error.code : 'ML_INTERNAL'
}

/** true when trying again later may help. */
export function isTransient(error: unknown): boolean {
  return error instanceof MoodlightError && error.class === 'transient'
}
