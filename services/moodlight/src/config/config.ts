import { SourceConfig } from '@moodlight/connectors'
import { Brand, BrandName } from '@moodlight/core'
import { EnrichConfig } from '@moodlight/enrich'
import { IngestConfig } from '@moodlight/ingest'
import { LogConfig } from '@moodlight/log-sqlite'
import { MoodConfig, ServerConfig } from '@moodlight/query'
import { StoreConfig } from '@moodlight/store-sqlite'
import * as z from 'zod'

/** Events ignore unknown fields of a later release; a configuration refuses them, since they are typing mistakes. */
const Name = BrandName.strict()
const BrandConfig = z.strictObject({
  ...Brand.shape,
  names: z
    .array(z.union([z.string().transform((text) => Name.parse({ text })), Name]))
    .max(200)
    .default([]),
})

/** The whole configuration file; docs/configuration.md is generated from it. */
export const MoodlightConfig = z.strictObject({
  brands: z.array(BrandConfig).max(5000).default([]),
  sources: z.array(SourceConfig).max(500).default([]),
  server: ServerConfig.prefault({}),
  mood: MoodConfig.prefault({}),
  ingest: IngestConfig,
  enrich: EnrichConfig,
  log: LogConfig.prefault({}),
  store: StoreConfig.prefault({}),
})
export type MoodlightConfig = z.infer<typeof MoodlightConfig>

/** What zod cannot see alone: ids that stand twice, rivals that nobody watches. One sentence each, with its path. */
export function crossCheck(config: Pick<MoodlightConfig, 'brands' | 'sources'>): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = []
  const twice = (kind: 'brands' | 'sources') => {
    const seen = new Map<string, number>()
    config[kind].forEach(({ id }, at) => {
      const first = seen.get(id)
      if (first === undefined) seen.set(id, at)
      else problems.push({ path: `${kind}[${at}].id`, message: `"${id}" is taken by ${kind}[${first}]` })
    })
  }
  twice('brands')
  twice('sources')
  const invented = config.sources.findIndex((source) => source.type === 'demo')
  const real = config.sources.findIndex((source) => source.type !== 'demo')
  if (invented >= 0 && real >= 0)
    problems.push({
      path: `sources[${invented}]`,
      message: `"${config.sources[invented]?.id}" is sample data, "${config.sources[real]?.id}" is not: they are never mixed in one installation`,
    })
  const watched = new Set(config.brands.map((brand) => brand.id))
  config.brands.forEach((brand, at) => {
    if (brand.names.length + brand.handles.length + brand.hashtags.length === 0)
      problems.push({
        path: `brands[${at}]`,
        message: `"${brand.id}" has no name, handle or hashtag: nothing could ever match`,
      })
    brand.rivals.forEach((rival, n) => {
      if (!watched.has(rival))
        problems.push({ path: `brands[${at}].rivals[${n}]`, message: `"${rival}" is not among the brands` })
    })
    if (brand.parent !== null && !watched.has(brand.parent))
      problems.push({ path: `brands[${at}].parent`, message: `"${brand.parent}" is not among the brands` })
    try {
      new Intl.DateTimeFormat('en', { timeZone: brand.zone })
    } catch {
      problems.push({
        path: `brands[${at}].zone`,
        message: `"${brand.zone}" is not an IANA time zone such as Europe/Amsterdam`,
      })
    }
  })
  return problems
}
