import { sniffCoding, type TextCoding } from './encoding.ts'

/** One record of a byte stream: its bytes without the line end, and where it ends. */
export interface RawRecord {
  readonly bytes: Buffer
  /** Decoded bytes from the start of the stream to the end of this record, line end included. */
  readonly end: number
  /** too-long: over the limit, `bytes` is its head. unclosed: a quote that was never closed, `bytes` is its first line. */
  readonly fault: 'too-long' | 'unclosed' | null
  readonly coding: TextCoding
}

export interface RecordOptions {
  /** Where the stream begins in the whole, in bytes, and the coding found there (a resumed read cannot sniff it). */
  readonly start: number
  readonly coding: TextCoding | null
  readonly maxBytes: number
  /** Finds the end of a record: see {@link lineEnd} and the CSV reader. */
  readonly end: EndFinder
  /** true: what follows the last line end is a record too; false: it is left (somebody is still writing it). */
  readonly final: boolean
}

/** Looks for the end of the record that starts at 0; remembers its state between calls with more bytes of the same record. */
export interface EndFinder {
  /** The index behind the line end, or -1. `from` is where it stopped before. */
  find(buffer: Buffer, from: number, unit: 1 | 2, bigEndian: boolean): number
  reset(): void
}

/** Records are lines. */
export const lineEnd: EndFinder = {
  find(buffer, from, unit, bigEndian) {
    if (unit === 1) return buffer.indexOf(10, from) + 1 || -1
    for (let i = from - (from % 2); i + 1 < buffer.length; i += 2)
      if (buffer[bigEndian ? i + 1 : i] === 10 && buffer[bigEndian ? i : i + 1] === 0) return i + 2
    return -1
  },
  reset() {},
}

const HEAD_KEPT = 64 * 1024

/**
 * Cuts a byte stream into records in bounded memory. A record over `maxBytes` is told once (with its head) and skipped to
 * its end; a CSV quote that is never closed costs the line it stands in and not the rest of the file.
 */
export async function* records(stream: AsyncIterable<Uint8Array>, options: RecordOptions): AsyncGenerator<RawRecord> {
  const { maxBytes, end: finder } = options
  let coding = options.coding
  let buffer: Buffer = Buffer.alloc(0)
  let position = options.start
  let searched = 0
  /** Head of a line that is being skipped. */
  let skipping: Buffer | null = null
  const sniff = () => {
    coding = sniffCoding(buffer)
    buffer = buffer.subarray(coding.bom)
    position += coding.bom
    return coding
  }
  /** The records that end inside `buffer`, which is left with the rest. */
  function* cut(known: TextCoding): Generator<RawRecord> {
    const bigEndian = known.label === 'utf-16be'
    for (;;) {
      let fault: RawRecord['fault'] = skipping ? 'too-long' : null
      let stop = (skipping ? lineEnd : finder).find(buffer, searched, known.unit, bigEndian)
      if (stop < 0 && buffer.length > maxBytes && !skipping) {
        stop = lineEnd.find(buffer, 0, known.unit, bigEndian)
        fault = stop > maxBytes ? 'too-long' : 'unclosed'
      }
      if (stop < 0) break
      if (stop > maxBytes) fault ??= 'too-long'
      finder.reset()
      searched = 0
      position += stop
      const bytes: Buffer = skipping ?? trimEnd(buffer.subarray(0, stop), known)
      yield { bytes: fault ? bytes.subarray(0, HEAD_KEPT) : bytes, end: position, fault, coding: known }
      skipping = null
      buffer = buffer.subarray(stop)
    }
    searched = buffer.length
  }
  finder.reset()
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    buffer = buffer.length === 0 ? piece : Buffer.concat([buffer, piece])
    if (coding === null && buffer.length < 4) continue
    const known: TextCoding = coding ?? sniff()
    yield* cut(known)
    if (buffer.length <= maxBytes) continue
    skipping ??= Buffer.from(buffer.subarray(0, HEAD_KEPT))
    finder.reset()
    const keep = buffer.length % known.unit
    position += buffer.length - keep
    buffer = Buffer.from(buffer.subarray(buffer.length - keep))
    searched = 0
  }
  const known = coding ?? sniff()
  if (!options.final) return
  while (buffer.length > 0 || skipping) {
    finder.reset()
    searched = 0
    yield* cut(known)
    if (buffer.length === 0 && !skipping) return
    const stop = skipping ? -1 : lineEnd.find(buffer, 0, known.unit, known.label === 'utf-16be')
    const take = stop < 0 ? buffer.length : stop
    position += take
    const bytes: Buffer = skipping ?? trimEnd(buffer.subarray(0, take), known)
    yield { bytes, end: position, fault: skipping ? 'too-long' : stop < 0 ? null : 'unclosed', coding: known }
    skipping = null
    buffer = buffer.subarray(take)
  }
}

/** Without the line end (`\n` or `\r\n`). */
function trimEnd(bytes: Buffer, coding: TextCoding): Buffer {
  let n = bytes.length
  const low = coding.label === 'utf-16be' ? 1 : coding.unit
  const ends = (c: number) =>
    n >= coding.unit && bytes[n - low] === c && (coding.unit === 1 || bytes[n - 3 + low] === 0)
  if (ends(10)) n -= coding.unit
  if (ends(13)) n -= coding.unit
  return bytes.subarray(0, n)
}
