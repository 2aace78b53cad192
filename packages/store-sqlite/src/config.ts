import * as z from 'zod'

/** The `store` part of the configuration. */
export const StoreConfig = z.strictObject({
  /** Threads that answer queries beside the one that writes. */
  readers: z.int().min(1).max(8).default(2),
})
export type StoreConfig = z.infer<typeof StoreConfig>
