import { MoodlightError } from '@moodlight/core'
import { TOKEN_VERSION } from '@moodlight/text'
import { createIndex } from './apply/generations.ts'
import { bulk } from './client/bulk.ts'
import { factId, type Meta, type MetaFact } from './documents/fact-document.ts'
import { templatesOf } from './documents/templates.ts'
import { elasticsearchNeeds } from './needs.ts'
import type { ElasticsearchOptions } from './options.ts'
import type { Shared } from './store.ts'

const FIRST: Meta = { generations: [1], active: 1, purges: 0, models: [], tokenVersion: TOKEN_VERSION }

/** Creates what is missing, or finds it missing. @throws ML_STORE_REFUSED with the whole list */
export async function prepareIndices(
  s: Pick<Shared, 'es' | 'names' | 'spreading'>,
  options: ElasticsearchOptions,
): Promise<void> {
  if (options.createIndices) {
    const templates = options.createTemplates === false ? [] : templatesOf(s.spreading)
    for (const [name, body] of templates) await s.es.call({ method: 'PUT', path: `/_index_template/${name}`, body })
    await Promise.all([
      createIndex(s, 'facts', s.names.facts),
      createIndex(s, 'state', s.names.state),
      createIndex(s, 'posts', s.names.posts(1)),
    ])
  } else await checkIndices(s, options)
  const doc: MetaFact = { kind: 'meta', json: JSON.stringify(FIRST) }
  await bulk(s.es, [{ index: s.names.facts, id: factId.meta, action: 'create', doc }])
}

async function checkIndices(s: Pick<Shared, 'es'>, options: ElasticsearchOptions): Promise<void> {
  const missing: string[] = []
  for (const index of elasticsearchNeeds(options).indices)
    if ((await s.es.call({ method: 'GET', path: `/${index}/_settings`, allow: [404] })) === null) missing.push(index)
  if (missing.length > 0)
    throw new MoodlightError('ML_STORE_REFUSED', `these indices are missing: ${missing.join(', ')}`, {
      details: { missing },
    })
}
