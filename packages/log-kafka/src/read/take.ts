import type { Lane } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { LANES } from '../layout.ts'
import type { StreamBuffer } from './stream-buffer.ts'

/** Of the values in one answer, when the caller does not say. */
const DEFAULT_BYTES = 8 << 20

export interface TakeOptions {
  readonly max: number
  readonly maxBytes?: number
  readonly lanes?: readonly Lane[]
}

/** true: the buffers alone fill an answer. */
export function fills(buffers: readonly StreamBuffer[], { max, maxBytes = DEFAULT_BYTES }: TakeOptions): boolean {
  let records = 0
  let bytes = 0
  for (const buffer of buffers) {
    records += buffer.waiting
    bytes += buffer.ahead
  }
  return records >= max || bytes >= maxBytes
}

/**
 * Hands out records by the rule of the lanes: a quarter of every answer (of its records and its bytes) is kept for background
 * while it has something, and every fourth answer when an answer has room for one record only; what one lane leaves, the
 * other gets. `turn` counts the answers.
 */
export function takeFrom(buffers: readonly StreamBuffer[], options: TakeOptions, turn: number): LogRecord[] {
  const { max, maxBytes = DEFAULT_BYTES, lanes = LANES } = options
  const records: LogRecord[] = []
  let bytes = 0
  const lane = (name: Lane, most: number, mostBytes: number) => {
    if (!lanes.includes(name)) return
    bytes += takeLane(
      buffers.filter((b) => b.lane === name),
      most,
      mostBytes,
      turn,
      records,
    )
  }
  if (lanes.length === 1) {
    lane(lanes[0]!, max, maxBytes)
    return records
  }
  const kept = max > 1 ? Math.max(1, Math.floor(max / 4)) : turn % 4 === 0 ? 1 : 0
  lane('live', max - kept, maxBytes - Math.floor(maxBytes / 4))
  lane('background', max - records.length, maxBytes - bytes)
  if (bytes < maxBytes) lane('live', max - records.length, maxBytes - bytes)
  return records
}

/** Every partition gets an equal part; the first to be asked changes from call to call; what is left goes round again. */
function takeLane(
  buffers: readonly StreamBuffer[],
  max: number,
  maxBytes: number,
  turn: number,
  into: LogRecord[],
): number {
  const start = into.length
  const n = buffers.length
  let bytes = 0
  for (const part of n > 1 ? [Math.ceil(max / n), max] : [max]) {
    for (let i = 0; i < n; i++) {
      const records = Math.min(part, max - (into.length - start))
      const left = maxBytes - bytes
      if (records <= 0 || (left <= 0 && into.length > start)) return bytes
      const share = part === max ? left : Math.ceil(maxBytes / n)
      bytes += buffers[(turn + i) % n]!.take(records, share, into.length === start, into)
    }
  }
  return bytes
}
