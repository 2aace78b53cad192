import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** A file of posts as decoded bytes from a place on, with what progress needs. */
export interface OpenedFile {
  readonly stream: AsyncIterable<Uint8Array>
  /** Bytes on disk. */
  readonly size: number
  readonly packed: boolean
  /** Bytes on disk read so far. */
  done(): number
}

/** Packed or not is told by the first bytes, not by the name. */
export async function isGzip(file: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(2)
  const { bytesRead } = await file.read(head, 0, 2, 0)
  return bytesRead === 2 && head[0] === 0x1f && head[1] === 0x8b
}

/**
 * Opens `path` so that its decoded bytes begin at `offset`: a plain file is sought, a packed one unpacked and skipped.
 * The stream must be read to its end or left by `break`, which closes the file.
 */
export async function openDecoded(path: string, offset: number, signal?: AbortSignal): Promise<OpenedFile> {
  const file = await open(path)
  let packed = false
  let size = 0
  try {
    packed = await isGzip(file)
    size = (await file.stat()).size
  } finally {
    await file.close()
  }
  const options = signal ? { signal } : {}
  // An empty range is no range to a stream: `end` would be below zero.
  if (!packed && offset >= size) return { stream: nothing(), size, packed, done: () => size }
  if (!packed) {
    // Not past the size seen now: a file that grows faster than we read would never end.
    const raw = createReadStream(path, {
      start: offset,
      end: size - 1,
      highWaterMark: 256 * 1024,
      ...options,
    })
    return { stream: raw, size, packed, done: () => offset + raw.bytesRead }
  }
  const raw = createReadStream(path, { highWaterMark: 256 * 1024, ...options })
  const out = skipping(offset)
  // The error reaches whoever reads `out`; the promise itself is nobody's.
  void pipeline(raw, createGunzip(), out).catch(() => undefined)
  return { stream: out, size, packed, done: () => raw.bytesRead }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function skipping(offset: number): Transform {
  let left = offset
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const rest = left >= chunk.length ? null : chunk.subarray(left)
      left = Math.max(0, left - chunk.length)
      done(null, rest)
    },
  })
}
