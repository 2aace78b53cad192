import { refresh } from '../client/read.ts'
import type { Shared } from '../store.ts'

/** `index/shard` → number of the last operation that is done there, with all before it. */
export type Places = Readonly<Record<string, number>>

interface Stats {
  readonly indices: Readonly<
    Record<
      string,
      {
        readonly shards: Readonly<
          Record<
            string,
            readonly {
              readonly routing: { readonly primary: boolean }
              readonly seq_no?: { readonly global_checkpoint: number }
            }[]
          >
        >
      }
    >
  >
}

/**
 * How far every shard has come, and all of it findable. The server numbers the operations of a shard; everything up to the
 * global checkpoint is done on all its copies, so that after the refresh no search misses any of it.
 */
export async function reached(s: Shared): Promise<Places> {
  const indices = [s.names.facts, ...s.meta.generations.map(s.names.posts)]
  const stats = await s.es.ask<Stats>({
    method: 'GET',
    path: `/${indices.join(',')}/_stats/docs`,
    query: { level: 'shards' },
  })
  const places: Record<string, number> = {}
  for (const [index, { shards }] of Object.entries(stats.indices))
    for (const [shard, copies] of Object.entries(shards)) {
      const primary = copies.find((copy) => copy.routing.primary)
      if (primary?.seq_no) places[`${index}/${shard}`] = primary.seq_no.global_checkpoint
    }
  await refresh(s.es, ...indices)
  return places
}
