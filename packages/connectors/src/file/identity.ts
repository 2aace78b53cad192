import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { ResumePoint } from '../posts/read-posts.ts'

/** How far one file is read, and how it is known again: by its inode, its first bytes and the bytes before the offset. */
export interface FileMark {
  readonly path: string
  readonly resume: ResumePoint
  readonly size: number
  readonly mtimeMs: number
  readonly head: Sample
  readonly tail: Sample
}

/** A hash of the bytes [from, to). */
interface Sample {
  readonly from: number
  readonly to: number
  readonly hash: string
}

const HEAD = 1024
const TAIL = 256

async function sample(file: FileHandle, from: number, to: number): Promise<Sample> {
  const bytes = Buffer.alloc(to - from)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
  return { from, to, hash: createHash('sha256').update(bytes.subarray(0, bytesRead)).digest('hex').slice(0, 32) }
}

/** The mark of a file that is read up to `resume`; `reach` are the bytes on disk that are read. */
export async function markFile(path: string, resume: ResumePoint, reach: number): Promise<FileMark> {
  const file = await open(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const to = Math.min(reach, size)
    const head = await sample(file, 0, Math.min(HEAD, to))
    return { path, resume, size, mtimeMs, head, tail: await sample(file, Math.max(0, to - TAIL), to) }
  } finally {
    await file.close()
  }
}

/**
 * Is the file still the one that was marked, with more behind it? false: it was truncated, replaced or rewritten, and is
 * read from the start (a copy cut off and grown again beyond the offset is told by the bytes before it).
 */
export async function continues(path: string, mark: FileMark): Promise<boolean> {
  const file = await open(path)
  try {
    if ((await file.stat()).size < mark.tail.to) return false
    const head = await sample(file, mark.head.from, mark.head.to)
    const tail = await sample(file, mark.tail.from, mark.tail.to)
    return head.hash === mark.head.hash && tail.hash === mark.tail.hash
  } finally {
    await file.close()
  }
}
