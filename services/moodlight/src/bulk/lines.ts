import { decoderFor, lineEnd, records } from '@moodlight/connectors'
import type { Input } from './input.ts'

/** One line of an input, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** Longer than MAX_LINE_BYTES: `text` is only its beginning. */
  readonly tooLong: boolean
}

/** A longer line is told as broken and skipped, so that memory is bounded whatever comes. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024
const BATCH_BYTES = 4 * 1024 * 1024

/**
 * Gives the lines of an input in batches of at most `most`. A batch ends early where the input pauses, so that what is typed or
 * trickles in is answered at once. UTF-8 or, with its mark, UTF-16; bytes that are neither become U+FFFD.
 */
export async function eachBatch(
  input: Input,
  most: number,
  take: (lines: readonly Line[]) => Promise<void>,
): Promise<void> {
  let lines: Line[] = []
  let bytes = 0
  const flush = async () => {
    if (lines.length === 0) return
    const full = lines
    lines = []
    bytes = 0
    await take(full)
  }
  const options = { start: 0, coding: null, maxBytes: MAX_LINE_BYTES, end: lineEnd, final: true }
  let number = 0
  let decode: ((bytes: Buffer) => string) | null = null
  for await (const record of records(
    pausing(input, flush, most, () => lines.length),
    options,
  )) {
    decode ??= decoderFor(record.coding)
    lines.push({ number: ++number, text: decode(record.bytes), tooLong: record.fault !== null })
    bytes += record.bytes.length
    if (lines.length >= most || bytes >= BATCH_BYTES) await flush()
  }
  await flush()
}

/** A file that is read from a disk never pauses; what comes through a pipe may, and its small pieces are not worth a batch each. */
async function* pausing(
  input: Input,
  flush: () => Promise<void>,
  most: number,
  held: () => number,
): AsyncGenerator<Uint8Array> {
  const patience = input.size > 0 ? most : most / 8
  for await (const chunk of input.stream) {
    yield chunk
    if (held() >= patience || (input.size === 0 && chunk.length < SMALL_PIECE)) await flush()
  }
}

/** A full pipe gives pieces of 64 KiB; smaller ones mean that the writer is slower than we are. */
const SMALL_PIECE = 32 * 1024
