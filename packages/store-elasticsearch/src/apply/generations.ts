import { bulk } from '../client/bulk.ts'
import { refresh } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import type { PostDocument } from '../documents/post-document.ts'
import { type IndexKind, indexBody } from '../documents/templates.ts'
import type { Shared } from '../store.ts'
import { changeMeta } from './meta.ts'

/** Creates an index that is not there yet. */
export async function createIndex(s: Pick<Shared, 'es' | 'spreading'>, kind: IndexKind, name: string): Promise<void> {
  if ((await s.es.call({ method: 'GET', path: `/${name}/_settings`, allow: [404] })) !== null) return
  await s.es.call({ method: 'PUT', path: `/${name}`, body: indexBody(kind, s.spreading), allow: [400] })
  await s.es.ask({ method: 'GET', path: `/${name}/_settings` })
}

/**
 * Begins a generation beside those that are there: from its first event on, deletions reach it as well, and what was deleted or
 * refused before is copied into it, so that a post that is gone does not come back by being labelled anew.
 */
export async function beginGeneration(s: Shared, generation: number): Promise<void> {
  await createIndex(s, 'posts', s.names.posts(generation))
  const before = await changeMeta(s, (meta) =>
    meta.generations.includes(generation)
      ? null
      : { ...meta, generations: [...meta.generations, generation].sort((a, b) => a - b) },
  )
  for (const other of before.generations) if (other !== generation) await copyRemovals(s, other, generation)
}

async function copyRemovals(s: Shared, from: number, to: number): Promise<void> {
  await refresh(s.es, s.names.posts(from))
  const body = { query: { terms: { kind: ['dead', 'refused'] } }, sort: [{ key: 'asc' }] }
  for await (const hits of scan<PostDocument>(s.es, s.names.posts(from), body))
    await bulk(
      s.es,
      hits.map(({ _id, _source }) => {
        const { story: _story, ...doc } = _source!
        return { index: s.names.posts(to), id: _id, action: 'create' as const, doc }
      }),
    )
}
