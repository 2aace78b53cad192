import { MoodlightError } from '@moodlight/core'

const MAX_ID_BYTES = 512
const MAX_VALUE_BYTES = 1024 * 1024
const KIND = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/

/** @throws ML_STATE_INVALID */
export function checkPlace(kind: string, id: string): void {
  if (!KIND.test(kind)) throw new MoodlightError('ML_STATE_INVALID', `"${kind}" is no kind of document`)
  if (id === '' || Buffer.byteLength(id) > MAX_ID_BYTES)
    throw new MoodlightError('ML_STATE_INVALID', `the id of a document has 1 to ${MAX_ID_BYTES} bytes`)
}

/** JSON text of a document. @throws ML_STATE_INVALID over 1 MiB */
export function documentText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null'
  if (Buffer.byteLength(text) > MAX_VALUE_BYTES)
    throw new MoodlightError('ML_STATE_INVALID', 'a document has at most 1 MiB of JSON')
  return text
}
