import type { Prepared } from '@moodlight/store-rules'
import { bulk } from '../client/bulk.ts'
import { readOne, refresh } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { type AuthorFact, factId, type PurgeFact } from '../documents/fact-document.ts'
import type { LivePost, PostDocument } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { changeMeta } from './meta.ts'
import { purged } from './post-rules.ts'
import { runUnits, type Unit } from './units.ts'

export interface Removed {
  readonly posts: number
  readonly mentions: number
}

type Purge = Extract<Prepared, { t: 'purge' }>

/**
 * Removes the author's posts up to `until` with the author's own record, and refuses such posts from now on. The refusal is
 * stored first, then what is there is looked for: a post that another instance writes in between is met by the same purge in
 * that instance's own partition, since purges go to all of them, and each one looks again.
 */
export async function applyPurge(s: Shared, event: Purge, stamp: number): Promise<Removed> {
  await storePurge(s, event, stamp)
  s.purges.note(event.author, event.until)
  const author = await readOne<AuthorFact>(s.es, s.names.facts, factId.author(event.author))
  if (author && author.doc.at <= event.until)
    await bulk(s.es, [{ index: s.names.facts, id: factId.author(event.author), action: 'delete', place: author.place }])
  let posts = 0
  let mentions = 0
  for (const generation of s.meta.generations) {
    const gone = await sweep(s, s.names.posts(generation), event, stamp)
    if (generation !== s.meta.active) continue
    posts += gone.length
    for (const post of gone) mentions += post.told.length
  }
  return { posts, mentions }
}

/** Numbers the purge before it is told of, so that whoever hears of the number finds it. */
async function storePurge(s: Shared, { author, until, at }: Purge, stamp: number): Promise<void> {
  const { es, names } = s
  const known = await readOne<PurgeFact>(es, names.facts, factId.purge(author))
  if (known && known.doc.to >= until) {
    await changeMeta(s, (meta) => (meta.purges >= known.doc.n ? null : { ...meta, purges: known.doc.n }))
    return
  }
  for (let n = s.meta.purges + 1; ; ) {
    const doc: PurgeFact = { kind: 'purge', id: author, to: until, at, n, stamp }
    const found = await readOne<PurgeFact>(es, names.facts, factId.purge(author))
    if (found && found.doc.to >= until && found.doc.n > n) return
    const put = found ? ({ action: 'put', place: found.place } as const) : ({ action: 'create' } as const)
    const [written] = await bulk(es, [{ index: names.facts, id: factId.purge(author), ...put, doc }])
    if (written?.kind === 'conflict') continue
    let told = false
    const meta = await changeMeta(s, (m) => {
      told = m.purges < n
      return told ? { ...m, purges: n } : null
    })
    if (told) return
    n = meta.purges + 1
  }
}

async function sweep(s: Shared, index: string, event: Purge, stamp: number): Promise<LivePost[]> {
  await refresh(s.es, index)
  const gone: LivePost[] = []
  const filter = [
    { term: { kind: 'post' } },
    { term: { author: event.author } },
    { range: { at: { lte: event.until } } },
  ]
  const body = { _source: false, query: { bool: { filter } }, sort: [{ at: 'asc' }, { key: 'asc' }] }
  for await (const hits of scan<never>(s.es, index, body))
    await runUnits(
      s.es,
      hits.map(({ _id }): Unit => {
        const ref = { index, id: _id }
        return {
          refs: [ref],
          assumeNew: false,
          decide(read) {
            const before = read(ref) as PostDocument | null
            const doc = purged(before, event.author, event.until, event.at, stamp)
            if (!doc) return []
            gone.push(before as LivePost)
            const engagement = { index: s.names.facts, id: factId.engagement((before as LivePost).id), doc: null }
            return [{ ...ref, doc }, engagement]
          },
          refuse: () => {},
        }
      }),
    )
  return unique(gone)
}

/** A post whose removal was tried twice went once. */
function unique(posts: readonly LivePost[]): LivePost[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}
