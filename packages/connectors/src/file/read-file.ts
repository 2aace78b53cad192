import { FROM_START, type PostBatch, type ReadPostsOptions, readPosts } from '../posts/read-posts.ts'
import { openDecoded } from './open.ts'

/** A batch with how far the file on disk is read: bytes, packed as they lie there. */
export interface FileBatch extends PostBatch {
  readonly done: number
  readonly size: number
}

/** By name: `.csv` and `.csv.gz` are CSV, everything else JSON lines. */
export function formatOf(path: string): 'jsonl' | 'csv' {
  return /\.(csv|tsv)(\.gz)?$/i.test(path) ? 'csv' : 'jsonl'
}

/**
 * Reads a file of posts (JSON lines or CSV, packed by gzip or not) from `resume` on; see {@link readPosts}.
 * A packed file that ends too early gives all that was read and then throws.
 */
export async function* readPostFile(
  path: string,
  options: Omit<ReadPostsOptions, 'format'> & { format?: ReadPostsOptions['format']; signal?: AbortSignal },
): AsyncGenerator<FileBatch> {
  const file = await openDecoded(path, options.resume?.offset ?? FROM_START.offset, options.signal)
  for await (const batch of readPosts(file.stream, { ...options, format: options.format ?? formatOf(path) }))
    yield { ...batch, done: file.done(), size: file.size }
}
