import { createHash } from 'node:crypto'
import { CATALOGUE, type DeadLetter, type ErrorCode, type LogPosition, MoodlightError } from '@moodlight/core'
import { type LogRecord, STATE_KINDS, type StateStore, type Topic } from '@moodlight/ports'
import { NO_SOURCE, sourceOf } from './source-of.ts'

/** A document of the StateStore holds up to 1 MiB; a longer record stays in the log only and is read from there by redrive. */
export const MAX_RAW_BYTES = 900_000

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
  const fits = record.value.length * 3 <= MAX_RAW_BYTES || Buffer.byteLength(record.value) <= MAX_RAW_BYTES
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
    raw: fits ? storable(record.value) : '',
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
  for (let at = 0; at < letters.length; at += 100) {
    const some = letters.slice(at, at + 100)
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
