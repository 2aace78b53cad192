import { Slug } from '@moodlight/core'
import * as z from 'zod'
import { NAMES, type PostField } from '../posts/names.ts'

const fields = Object.keys(NAMES) as PostField[]

export const FileKeys = {
  /** Folders and files to watch. In a folder those files are read whose names fit `patterns`. */
  paths: z.array(z.string().min(1).max(4096)).min(1).max(100),
  /** Names with `*` and `?`; a name that ends in `.gz` is unpacked. */
  patterns: z
    .array(z.string().min(1).max(200))
    .max(50)
    .default(['*.jsonl', '*.ndjson', '*.csv', '*.jsonl.gz', '*.ndjson.gz', '*.csv.gz']),
  /** The network of posts that name none. */
  network: Slug.default('file'),
  /** CSV: which column (name in the header, or number from 1) holds which field of a post. */
  columns: z
    .partialRecord(z.enum(fields as [PostField, ...PostField[]]), z.union([z.string().min(1), z.int().min(1)]))
    .default({}),
  /** CSV: false when the first line holds data; `columns` then gives numbers. */
  header: z.boolean().default(true),
  /** CSV: one character; default: found in the first line. */
  delimiter: z.string().length(1).optional(),
  /** Seconds between two looks. */
  pollSeconds: z.number().min(0.05).max(3600).default(2),
  /** Seconds without a change after which a last line without a line end is taken as it is. */
  settleSeconds: z.number().min(0.05).max(3600).default(10),
  /** A longer record is a dead letter. Bytes. */
  maxRecordBytes: z
    .int()
    .min(1024)
    .max(64 * 1024 * 1024)
    .default(4 * 1024 * 1024),
  /** `background`: the posts are history: they neither enter the live feed nor fire alerts. */
  lane: z.enum(['live', 'background']).default('live'),
}
