import { SecretRef, Slug } from '@moodlight/core'
import * as z from 'zod'

export const WebhookKeys = {
  /** Where the signing secrets are (`whsec_…`, 24 to 64 bytes). Several while a key is changed: any of them will do. */
  secrets: z.array(SecretRef).min(1).max(10),
  /** The network of posts that name none. */
  network: Slug.default('webhook'),
  /** The longest body. Bytes. */
  maxBodyBytes: z
    .int()
    .min(1024)
    .max(32 * 1024 * 1024)
    .default(1024 * 1024),
  /** Messages whose signed time is further from now are refused. Seconds. */
  toleranceSeconds: z.int().min(10).max(3600).default(300),
  /** Messages handled at once; more are answered with 429. */
  concurrency: z.int().min(1).max(1000).default(16),
}
