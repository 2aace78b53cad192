import { createReadStream, statSync } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { openDecoded } from '@moodlight/connectors'
import { readable } from '../cli/files.ts'

/** Something to read line by line: a file, packed or not, or standard input. */
export interface Input {
  /** As the person named it; `-` for standard input. */
  readonly name: string
  /** Unpacked bytes. */
  readonly stream: AsyncIterable<Uint8Array>
  /** Bytes on disk; 0 when nobody knows. */
  readonly size: number
  /** Bytes on disk read so far. */
  done(): number
}

/** Opens a file, a pipe that has a name, or `-`, standard input. @throws ML_USAGE when it cannot be read */
export async function openInput(name: string): Promise<Input> {
  if (name === '-') return piped(name, process.stdin)
  const kind = statSync(name, { throwIfNoEntry: false })
  if (kind?.isFIFO() || kind?.isCharacterDevice()) return piped(name, createReadStream(name))
  const { stream, size, done } = await openDecoded(readable(name), 0)
  return { name, stream, size, done }
}

/** A stream that cannot be sought: packed or not is told by its first two bytes. */
function piped(name: string, raw: Readable): Input {
  let read = 0
  const chunks = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  async function* head(): AsyncGenerator<Buffer> {
    let first = Buffer.alloc(0)
    for (;;) {
      const next = await chunks.next()
      if (!next.done) {
        read += next.value.length
        first = Buffer.concat([first, next.value])
      }
      if (next.done || first.length >= 2) break
    }
    const rest = following(first)
    if (first[0] === 0x1f && first[1] === 0x8b) yield* unpacked(rest)
    else yield* rest
  }
  async function* following(first: Buffer): AsyncGenerator<Buffer> {
    if (first.length > 0) yield first
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      read += next.value.length
      yield next.value
    }
  }
  return { name, stream: head(), size: 0, done: () => read }
}

async function* unpacked(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const out = new PassThrough()
  // The error reaches whoever reads `out`; the promise itself is nobody's.
  void pipeline(source, createGunzip(), out).catch(() => undefined)
  yield* out as AsyncIterable<Buffer>
}
