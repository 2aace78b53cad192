import { Slug, SourceKind } from '@moodlight/core'
import * as z from 'zod'
import { FeedsKeys } from './feeds/config.ts'
import { FileKeys } from './file/config.ts'
import { WebhookKeys } from './webhook/config.ts'

/** Keys that every source has. */
const common = {
  id: Slug,
  /** What the source is, as far as it decides the voice. Each type has a default of its own. */
  kind: SourceKind.optional(),
  /** `matching`: posts that name no watched brand are dropped (and counted); `all`: every post is kept. */
  keep: z.enum(['matching', 'all']).default('matching'),
  /** Posts older than this many days are removed, and not taken in. */
  retentionDays: z.int().min(1).max(3650).default(400),
  /** Hosts or CIDR blocks that this source may reach although they are not public. */
  allowPrivate: z.array(z.string().min(1).max(255)).max(100).default([]),
}

export const FileSource = z.strictObject({ ...common, type: z.literal('file'), ...FileKeys })
export const WebhookSource = z.strictObject({ ...common, type: z.literal('webhook'), ...WebhookKeys })
export const FeedsSource = z.strictObject({ ...common, type: z.literal('feeds'), ...FeedsKeys })
export const DemoSource = z.strictObject({
  ...common,
  type: z.literal('demo'),
  /** Which part of the sample conversation this source speaks. */
  part: z.enum(['social', 'forum', 'reviews', 'news']).default('social'),
  /** Seed of the generator. */
  seed: z.int().min(0).default(1),
  historyDays: z.int().min(0).max(30).default(7),
})
export type FileSource = z.infer<typeof FileSource>
export type WebhookSource = z.infer<typeof WebhookSource>
export type FeedsSource = z.infer<typeof FeedsSource>
export type DemoSource = z.infer<typeof DemoSource>

/** One entry of `sources:` in the configuration. */
export const SourceConfig = z.discriminatedUnion('type', [FileSource, WebhookSource, FeedsSource, DemoSource])
export type SourceConfig = z.infer<typeof SourceConfig>

const KIND: Readonly<Record<SourceConfig['type'], SourceKind>> = {
  file: 'other',
  webhook: 'other',
  feeds: 'press',
  demo: 'social',
}

export function kindOf(source: SourceConfig): SourceKind {
  return source.kind ?? KIND[source.type]
}
