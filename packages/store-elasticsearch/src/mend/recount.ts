import type { RecountReport } from '@moodlight/ports'
import { preparePost, storedEvent } from '@moodlight/store-rules'
import { TOKEN_VERSION } from '@moodlight/text'
import { changeMeta, checkTokens, renewMeta } from '../apply/meta.ts'
import { correctionsOf } from '../apply/post-rules.ts'
import { bulk } from '../client/bulk.ts'
import { type Hit, refresh, search } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { type LivePost, livePost } from '../documents/post-document.ts'
import { MEMBER_COLUMNS, memberOf } from '../keeper/members.ts'
import { settleStories } from '../keeper/stories.ts'
import type { Shared } from '../store.ts'

export interface RecountOptions {
  readonly reindex?: boolean
  readonly onProgress?: (done: number, total: number) => void
}

/** Posts of one step: their events are read whole. */
const STEP = 500

/**
 * Proves what is derived against the stored events, and mends it: what posts are found, filtered and counted by, and their
 * stories and votes. There are no sums to be wrong: counts are made from the posts whenever they are asked for.
 * With `reindex` the words of every post are made anew with the present tokeniser.
 */
export async function recount(s: Shared, { reindex = false, onProgress }: RecountOptions): Promise<RecountReport> {
  await renewMeta(s)
  if (!reindex) checkTokens(s.meta)
  const report = { buckets: 0, wrong: 0, postings: 0, wrongPostings: 0 }
  const indices = s.meta.generations.map(s.names.posts)
  await refresh(s.es, ...indices)
  const all = { size: 0, track_total_hits: true, query: { term: { kind: 'post' } } }
  const total = 2 * ((await search<never>(s.es, indices.join(','), all)).hits.total?.value ?? 0)
  let done = 0
  const step = (n: number) => {
    done += n
    onProgress?.(Math.min(done, total), total)
  }
  for (const index of indices) {
    const body = { seq_no_primary_term: true, query: { term: { kind: 'post' } }, sort: [{ key: 'asc' }] }
    for await (const hits of scan<LivePost>(s.es, index, body, { size: STEP })) {
      const wrong = await mendWords(s, index, hits)
      report.postings += hits.length
      if (!reindex) report.wrongPostings += wrong
      step(hits.length)
    }
    await refresh(s.es, index)
    const columns = { _source: false, docvalue_fields: MEMBER_COLUMNS }
    for await (const hits of scan<never>(s.es, index, { ...body, ...columns }, { size: STEP })) {
      report.wrong += (await settleStories(s.es, index, hits.map(memberOf))).size
      await refresh(s.es, index)
      step(hits.length)
    }
  }
  if (reindex) await changeMeta(s, (meta) => ({ ...meta, tokenVersion: TOKEN_VERSION }))
  onProgress?.(total, total)
  return report
}

/** Writes anew what is not as its event says. */
async function mendWords(s: Shared, index: string, hits: readonly Hit<LivePost>[]): Promise<number> {
  const wrong = hits.flatMap((hit) => {
    const stored = hit._source!
    const { stamp, born, story } = stored
    const p = preparePost(storedEvent(stored.json))
    const whole = { ...livePost(p, { stamp, born, story, corrections: correctionsOf(stored) }), votes: stored.votes }
    const doc: LivePost = { ...whole, changed: stored.changed }
    if (canonical(doc) === canonical(stored)) return []
    const place = { seq: hit._seq_no ?? 0, term: hit._primary_term ?? 0 }
    return [{ index, id: hit._id, action: 'put' as const, place, doc }]
  })
  await bulk(s.es, wrong)
  return wrong.length
}

function canonical(doc: object): string {
  return JSON.stringify(
    Object.entries(doc)
      .filter(([, value]) => value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
