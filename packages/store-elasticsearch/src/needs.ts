import { namesOf } from './client/names.ts'
import { templatesOf } from './documents/templates.ts'
import type { ElasticsearchOptions } from './options.ts'

/** What the store needs of a cluster in which others create things. */
export interface ElasticsearchNeeds {
  /** Index templates by name. */
  readonly templates: ReadonlyMap<string, object>
  readonly indices: readonly string[]
  /** The least rights of our user, as the body of a role. */
  readonly role: object
}

export function elasticsearchNeeds(options: ElasticsearchOptions): ElasticsearchNeeds {
  const { indexPrefix, createIndices } = options
  const names = namesOf(indexPrefix)
  return {
    templates: templatesOf(options),
    indices: [names.facts, names.state, names.posts(1)],
    role: {
      cluster: ['monitor', ...(createIndices ? ['manage_index_templates'] : [])],
      indices: [
        {
          names: [`${indexPrefix}-*`],
          privileges: [
            'read',
            'write',
            'maintenance',
            'monitor',
            'view_index_metadata',
            ...(createIndices ? ['create_index', 'delete_index'] : []),
          ],
        },
      ],
    },
  }
}
