import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'
import type { Shared } from '../store.ts'

/** The server moves its leases every 30 seconds; a machine that is busy takes longer. */
const PATIENCE_MS = 180_000
const LOOK_MS = 1000

interface Copy {
  readonly routing: { readonly primary: boolean }
  readonly seq_no: { readonly max_seq_no: number }
  readonly retention_leases: { readonly leases: readonly { readonly retaining_seq_no: number }[] }
}
type Stats = {
  readonly indices: Readonly<Record<string, { readonly shards: Readonly<Record<string, readonly Copy[]>> }>>
}

/**
 * Rewrites the segments in which something is deleted. A shard keeps deleted documents for copies that may have to catch up, by
 * leases that move on every half minute; before they have passed the deletions a rewriting would leave the texts where they are.
 * @throws ML_BUSY when they do not pass them in time: the erasure holds, and is to be repeated for the sake of the files
 */
export async function expunge(s: Shared): Promise<void> {
  const indices = [s.names.facts, ...s.meta.generations.map(s.names.posts)].join(',')
  const flush = () =>
    s.es.call({ method: 'POST', path: `/${indices}/_flush`, query: { force: true, wait_if_ongoing: true } })
  await flush()
  const goal = new Map([...(await copies(s, indices))].map(([name, { seq_no }]) => [name, seq_no.max_seq_no]))
  for (const end = Date.now() + PATIENCE_MS; ; ) {
    const now = await copies(s, indices)
    const held = [...goal].filter(([name, max]) =>
      now.get(name)?.retention_leases.leases.some(({ retaining_seq_no }) => retaining_seq_no <= max),
    )
    if (held.length === 0) break
    if (Date.now() > end)
      throw new MoodlightError(
        'ML_BUSY',
        'what was erased is still held for copies that are behind; repeat the erasure',
      )
    await sleep(LOOK_MS)
  }
  // What is held is worked out anew with a flush.
  await flush()
  await s.es.call({
    method: 'POST',
    path: `/${indices}/_forcemerge`,
    query: { only_expunge_deletes: true, flush: true },
  })
}

/** The first copy of every shard. */
async function copies(s: Shared, indices: string): Promise<Map<string, Copy>> {
  const stats = await s.es.ask<Stats>({ method: 'GET', path: `/${indices}/_stats/docs`, query: { level: 'shards' } })
  const out = new Map<string, Copy>()
  for (const [index, { shards }] of Object.entries(stats.indices))
    for (const [shard, all] of Object.entries(shards)) {
      const primary = all.find(({ routing }) => routing.primary)
      if (primary) out.set(`${index}/${shard}`, primary)
    }
  return out
}
