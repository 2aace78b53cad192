import { Slug } from '@moodlight/core'
import * as z from 'zod'

export const FeedsKeys = {
  /** Addresses of RSS, Atom or JSON feeds. */
  feeds: z
    .array(z.url({ protocol: /^https?$/ }).max(2048))
    .min(1)
    .max(2000),
  network: Slug.default('web'),
  /** The shortest time between two looks at one feed. A feed may ask for a longer one. */
  intervalSeconds: z.int().min(60).max(86_400).default(900),
  /** The longest answer, unpacked. Bytes. */
  maxBytes: z.int().min(10_000).max(100_000_000).default(20_000_000),
  /** A request that takes longer is given up. */
  timeoutSeconds: z.int().min(1).max(300).default(30),
  /** Seconds between two requests to one host. */
  hostGapSeconds: z.number().min(0).max(600).default(2),
  /** Feeds asked at once, over all hosts. */
  concurrency: z.int().min(1).max(32).default(4),
  /** What servers see of us; an address at which to reach you is good manners. */
  userAgent: z.string().min(1).max(200).default('Moodlight/0.1 (feed reader)'),
}
