import { createHash } from 'node:crypto'
import { CATALOGUE, type DeadLetter, type ErrorCode, type LogPosition, MoodlightError } from '@moodlight/core'
import { type LogRecord, STATE_KINDS, type StateStore, type Topic } from '@moodlight/ports'
import { NO_SOURCE, sourceOf } from './source-of.ts'

/**
 * A document of the StateStore holds up to 1 MiB of JSON: this much is for the raw record as a JSON string. A longer record
 * stays in the log only and is read from there by redrive.
 */
export const MAX_RAW_BYTES = 1_000_000

/** true when a raw record fits into a dead letter, its escapes counted (a unit takes six bytes at most). */
export function rawFits(raw: string): boolean {
  return raw.length * 6 + 2 <= MAX_RAW_BYTES || Buffer.byteLength(JSON.stringify(raw)) <= MAX_RAW_BYTES
}

/** Writes of one call: so many letters, and so many units of raw text. */
const MAX_LETTERS = 100
const MAX_UNITS = 4_000_000

/** Deterministic: the same failure of the same record has the same id, so that redelivery adds nothing. */
export function deadLetterId(stage: string, topic: Topic | null, at: LogPosition | string): string {
  const place = typeof at === 'string' ? at : `${at.lane}/${at.partition}/${at.offset}`
  return createHash('sha256').update(`${stage}\u0000${topic}\u0000${place}`).digest('hex').slice(0, 32)
}

/** `TypeError at enrich.ts:31`: where it broke, without the message, which may quote the post. */
function whereItBroke(error: Error): string {
  const frame = /([\w.-]+\.(?:ts|js|mjs)):(\d+):\d+/.exec(error.stack ?? '')
  return frame ? `${error.name} at ${frame[1]}:${frame[2]}` : error.name
}

/** What may be told of a cause: it never quotes the post, so that foreign errors give only their kind and place. */
export function causeText(cause: unknown): string {
  if (cause instanceof MoodlightError) return cause.message
  if (cause instanceof Error) return whereItBroke(cause)
  return typeof cause === 'string' ? cause : ''
}

/** One sentence for a person. */
export function deadMessage(code: ErrorCode, cause: unknown): string {
  const detail = causeText(cause)
  return (detail ? `${CATALOGUE[code].means} ${detail}` : CATALOGUE[code].means).slice(0, 500)
}

/** Text as it may be stored anywhere: no lone surrogates, no NUL. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

/** The dead letter of a record of a topic. */
export function deadLetterOfRecord(
  what: { stage: string; topic: Topic; code: ErrorCode; cause?: unknown; at: number },
  record: LogRecord,
): DeadLetter {
  const raw = storable(record.value)
  const source = sourceOf(record.value)
  return {
    type: 'dead-letter',
    v: 1,
    id: deadLetterId(what.stage, what.topic, record.position),
    stage: what.stage,
    code: what.code,
    message: deadMessage(what.code, what.cause),
    source: source === NO_SOURCE ? null : source,
    topic: what.topic,
    position: record.position,
    key: storable(record.key).slice(0, 512),
    raw: rawFits(raw) ? raw : '',
    at: what.at,
    redrivenAt: null,
  }
}

/** Stores dead letters; one that is there already stays as it is, with its `redrivenAt`. */
export async function writeDeadLetters(state: StateStore, letters: readonly DeadLetter[]): Promise<void> {
  const write = (letter: DeadLetter) => ({
    kind: STATE_KINDS.deadLetter,
    id: letter.id,
    value: letter,
    options: { ifVersion: 0 },
  })
  for (let at = 0; at < letters.length; ) {
    const from = at
    for (let units = 0; at < letters.length && at - from < MAX_LETTERS && units < MAX_UNITS; at++)
      units += letters[at]?.raw.length ?? 0
    const some = letters.slice(from, at)
    try {
      await state.putAll(some.map(write))
    } catch (error) {
      if (!isConflict(error)) throw error
      for (const letter of some) await state.putAll([write(letter)]).catch(ignoreConflict)
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof MoodlightError && error.code === 'ML_STATE_CONFLICT'
}

function ignoreConflict(error: unknown): void {
  if (!isConflict(error)) throw error
}
