import * as z from 'zod'

/** The part `ingest:` of the configuration. */
export const IngestConfig = z
  .strictObject({
    webhooks: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1'),
        /** 0: any free port. */
        port: z.int().min(0).max(65_535).default(4681),
        /** Allows an address beyond loopback. Every message must be signed in any case. */
        allowPublic: z.boolean().default(false),
      })
      .prefault({}),
  })
  .prefault({})
export type IngestConfig = z.infer<typeof IngestConfig>
