import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'
import { bulk } from '../client/bulk.ts'
import { refresh, search } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { factId, type JournalFact } from '../documents/fact-document.ts'
import type { PostDocument } from '../documents/post-document.ts'
import { type IndexKind, indexBody } from '../documents/templates.ts'
import type { Shared } from '../store.ts'
import { changeMeta } from './meta.ts'

/** Posts are written to two indices at once, not in one transaction: while many come, a look may fall between the two. */
const LOOKS = 10
const LOOK_MS = 300

/** Creates an index that is not there yet. */
export async function createIndex(s: Pick<Shared, 'es' | 'spreading'>, kind: IndexKind, name: string): Promise<void> {
  if ((await s.es.call({ method: 'GET', path: `/${name}/_settings`, allow: [404] })) !== null) return
  await s.es.call({ method: 'PUT', path: `/${name}`, body: indexBody(kind, s.spreading), allow: [400] })
  await s.es.ask({ method: 'GET', path: `/${name}/_settings` })
}

/**
 * See MentionStore.beginGeneration. From then on whatever is applied reaches it as well, and what was deleted or refused before is
 * copied into it, so that a post that is gone does not come back by being labelled anew.
 */
export async function beginGeneration(s: Shared): Promise<number> {
  const { generations, active, last = 1 } = await changeMeta(s, () => null)
  const generation = generations.find((n) => n > active) ?? Math.max(last, ...generations) + 1
  await prepare(s, s.names.posts(generation))
  const meta = await changeMeta(s, (m) =>
    m.generations.some((n) => n > m.active)
      ? null
      : { ...m, last: generation, generations: [...m.generations, generation].sort((a, b) => a - b) },
  )
  // Of two that begin at once the first decides.
  const made = meta.generations.find((n) => n > meta.active) as number
  for (const other of meta.generations) if (other !== made) await copyRemovals(s, other, made)
  return made
}

async function prepare(s: Shared, name: string): Promise<void> {
  if (s.spreading.createIndices !== false) return createIndex(s, 'posts', name)
  if ((await s.es.call({ method: 'GET', path: `/${name}/_settings`, allow: [404] })) === null)
    throw new MoodlightError('ML_STORE_REFUSED', `create the index ${name} from its template, then start again`)
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

/** See MentionStore.switchGeneration; `settle` puts stories and votes right before. */
export async function switchGeneration(
  s: Shared,
  generation: number,
  by: { readonly at: number; readonly who: string } | null,
  settle: () => Promise<void>,
): Promise<void> {
  const { active, generations } = await changeMeta(s, () => null)
  if (!generations.includes(generation))
    throw new MoodlightError('ML_STORE_GENERATION', `the store keeps no generation ${generation}`)
  if (active !== generation) {
    await settle()
    await checkWhole(s, active, generation)
  }
  // The mark first: told twice after a crash it is one document.
  if (by) await noteSwitch(s, generation, by)
  await changeMeta(s, (meta) => {
    if (meta.active === generation) return null
    if (!meta.generations.includes(generation))
      throw new MoodlightError('ML_STORE_GENERATION', `the store keeps no generation ${generation}`)
    return { ...meta, active: generation, since: s.stamps.take(1) }
  })
}

async function noteSwitch(s: Shared, generation: number, by: { readonly at: number; readonly who: string }) {
  const ref = `generation ${generation}`
  const doc: JournalFact = {
    kind: 'journal',
    at: by.at,
    n: s.stamps.take(1),
    what: 'model',
    ref,
    text: `all posts labelled anew: ${ref}`,
    by: by.who,
  }
  await bulk(s.es, [{ index: s.names.facts, id: factId.journal(ref), action: 'create', doc }])
}

/** @throws ML_STORE_GENERATION */
async function checkWhole(s: Shared, active: number, generation: number): Promise<void> {
  for (let look = 1; ; look++) {
    const [here, there] = await countPosts(s, [active, generation])
    if (there! >= here!) return
    if (look === LOOKS)
      throw new MoodlightError('ML_STORE_GENERATION', `generation ${generation} has ${there} posts of ${here}`)
    await sleep(LOOK_MS)
  }
}

async function countPosts(s: Shared, generations: readonly number[]): Promise<readonly number[]> {
  await refresh(s.es, ...generations.map(s.names.posts))
  const body = { size: 0, track_total_hits: true, query: { term: { kind: 'post' } } }
  const found = await Promise.all(generations.map((n) => search<never>(s.es, s.names.posts(n), body)))
  return found.map(({ hits }) => hits.total?.value ?? 0)
}

/** See MentionStore.dropGeneration. What an instance still has in hand for it must be written before: whoever drops sees to that. */
export async function dropGeneration(s: Shared, generation: number): Promise<void> {
  await changeMeta(s, (meta) => {
    if (meta.active === generation)
      throw new MoodlightError('ML_STORE_GENERATION', `generation ${generation} is the active one`)
    if (!meta.generations.includes(generation)) return null
    return { ...meta, generations: meta.generations.filter((n) => n !== generation) }
  })
  await s.es.call({ method: 'DELETE', path: `/${s.names.posts(generation)}`, allow: [404] })
}
