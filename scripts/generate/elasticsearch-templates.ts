import { ElasticsearchConfig, elasticsearchOptions, templatesOf } from '@moodlight/store-elasticsearch'
import type { Generated } from './generators.ts'

/** schemas/elasticsearch: the index templates under the default configuration, for those who create them by hand. */
export function elasticsearchTemplates(): Generated {
  const config = ElasticsearchConfig.parse({ nodes: ['https://elasticsearch.example:9200'] })
  const templates = templatesOf(
    elasticsearchOptions(config, () => {
      throw new Error('the default configuration has no secrets')
    }),
  )
  const files = new Map<string, string>()
  for (const [name, body] of templates)
    files.set(
      `schemas/elasticsearch/${name.slice(config.indexPrefix.length + 1)}.json`,
      `${JSON.stringify(body, null, 2)}\n`,
    )
  return { files, ownsFolder: 'schemas/elasticsearch' }
}
