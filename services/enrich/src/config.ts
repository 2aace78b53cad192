import * as z from 'zod'

/** The part `enrich:` of the configuration. */
export const EnrichConfig = z
  .strictObject({
    /** Threads that label posts. */
    workers: z.int().min(1).max(32).default(1),
    /** A part of a batch that keeps a thread busy for longer is cut until the guilty record is found. */
    timeLimitMs: z.int().min(100).max(600_000).default(5_000),
    /** Memory of one thread in MiB; a text that eats more ends the thread and becomes a dead letter. */
    heapMiB: z.int().min(64).max(8192).default(384),
  })
  .prefault({})
export type EnrichConfig = z.infer<typeof EnrichConfig>
