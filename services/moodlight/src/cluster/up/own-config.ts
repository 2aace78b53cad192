import { writeFileSync } from 'node:fs'
import type { MoodlightConfig } from '../../config/config.ts'
import { placesIn } from './folder.ts'

/**
 * Writes the configuration of a cluster on this machine: what is watched as it was given, and the servers that were started for it.
 * It is JSON, which is YAML as well.
 */
export function writeOwnConfig(
  folder: string,
  config: MoodlightConfig,
  servers: { brokers: readonly string[]; elasticsearch: string },
): string {
  const places = placesIn(folder)
  const { brands, sources, server, mood, ingest, enrich } = config
  const whole = {
    secret: { file: places.secret },
    brands,
    sources,
    server,
    mood,
    ingest,
    enrich,
    log: { type: 'kafka', brokers: servers.brokers },
    // One node: a copy of a shard would have no place.
    store: { type: 'elasticsearch', nodes: [servers.elasticsearch], shards: 2, replicas: 0 },
  }
  const head =
    '# Written by `moodlight cluster up` at every start: edit the configuration that it is given, not this one.\n'
  writeFileSync(places.config, `${head}${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 })
  return places.config
}
