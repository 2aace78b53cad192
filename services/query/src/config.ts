import { COLOUR_RULES, STATED_MARGIN } from '@moodlight/mood'
import * as z from 'zod'

/** The key `server` of the configuration. */
export const ServerConfig = z.strictObject({
  /** Only loopback until sign-in exists. */
  host: z.string().min(1).max(255).default('127.0.0.1'),
  /** 0: any free one. */
  port: z.int().min(0).max(65_535).default(4680),
  /** Further values of Host that requests may carry (`moodlight.example.org`, with `:port` where it is not the default one): names of a proxy before it. */
  allowedHosts: z.array(z.string().min(1).max(255)).max(20).default([]),
  /** Live connections at once. */
  maxLive: z.int().min(1).max(10_000).default(200),
})
export type ServerConfig = z.infer<typeof ServerConfig>

/** The key `mood` of the configuration. Shares and nets are fractions: 0.05 is 5 points. */
export const MoodConfig = z.strictObject({
  /** Least |net| for green or red. */
  band: z.number().min(0).max(1).default(COLOUR_RULES.band),
  /** Least scored votes for any colour. */
  minimum: z.int().min(1).max(100_000).default(COLOUR_RULES.minimum),
  /** Least share of both sides for mixed. */
  considerable: z.number().min(0).max(0.5).default(COLOUR_RULES.considerable),
  /** Least share of votes that could be scored. */
  scoredShare: z.number().min(0).max(1).default(COLOUR_RULES.scoredShare),
  /** Margin of net for languages whose label error nobody measured. */
  margin: z.number().min(0).max(1).default(STATED_MARGIN),
})
export type MoodConfig = z.infer<typeof MoodConfig>
