import { type Clock, type DeadLetter, MoodlightError } from '@moodlight/core'
import { type EventLog, STATE_KINDS, type StateStore, type Topic } from '@moodlight/ports'

export interface RedriveOptions {
  readonly log: EventLog
  readonly state: StateStore
  readonly clock: Clock
  /** Takes back what never became a record: dead letters of ingest go through normalise again. Tells how many died again. */
  readonly ingest?: (letter: DeadLetter) => Promise<{ readonly dead: number }>
}

/** What is sent again is background work: it is marked so, and neither enters the live feed nor fires alerts. */
function markBackground(raw: string): string {
  try {
    const event = JSON.parse(raw)
    const holder = event?.type === 'mentions' ? event.post : event
    if (typeof holder?.lane !== 'string') return raw
    holder.lane = 'background'
    return JSON.stringify(event)
  } catch {
    return raw
  }
}

/**
 * Sends a dead letter through its stage again, on the background lane, and remembers when. It may fail again: that is a
 * dead letter of its own, at its new position; in ingest, where nothing has a position, it is the same one, still waiting. Sending twice does no harm, since effects are idempotent.
 * @throws ML_NOT_FOUND when there is no such dead letter, or its record is gone.
 */
export async function redrive(id: string, options: RedriveOptions): Promise<DeadLetter> {
  const doc = await options.state.get<DeadLetter>(STATE_KINDS.deadLetter, id)
  if (!doc) throw new MoodlightError('ML_NOT_FOUND', `there is no dead letter ${id}`)
  const letter = doc.value
  if (letter.topic === null) {
    if (!options.ingest)
      throw new MoodlightError('ML_USAGE', 'dead letters of ingest need a running ingest to be sent again')
    const { dead } = await options.ingest(letter)
    if (dead > 0) return letter
  } else {
    const topic = letter.topic as Topic
    const record = letter.position && (await options.log.read(topic, letter.position))
    const raw = letter.raw || record?.value
    if (!raw) throw new MoodlightError('ML_NOT_FOUND', `the record of dead letter ${id} is no longer in the log`)
    await options.log.append(topic, [{ key: letter.key ?? id, value: markBackground(raw), lane: 'background' }])
  }
  const redriven = { ...letter, redrivenAt: options.clock.now() }
  await options.state.put(STATE_KINDS.deadLetter, id, redriven)
  return redriven
}
