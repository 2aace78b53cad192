import { STORY_GAP_MS } from '@moodlight/store-rules'
import { bulk, type Place, type Write } from '../client/bulk.ts'
import type { Connection } from '../client/connection.ts'
import type { Hit } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { nearTerms } from '../documents/near.ts'
import { truthOf } from './components.ts'
import { MEMBER_COLUMNS, type Member, memberOf } from './members.ts'

/** Terms in one search; the server's own limit is 65,536. */
const MAX_TERMS = 10_000

/**
 * Puts right the stories and votes around posts that have changed: those of the stories they were in, of their copies and
 * near-copies, and of the stories these are in. Everything else was right before and is not touched.
 * @returns documents that were wrong, and where the writes left them
 */
export async function settleStories(
  es: Connection,
  index: string,
  changed: readonly Member[],
): Promise<ReadonlyMap<string, Place>> {
  const members = new Map(changed.map((member) => [member.doc, member]))
  const take = (found: readonly Member[]) => {
    for (const member of found) if (!members.has(member.doc)) members.set(member.doc, member)
  }
  take(await linked(es, index, changed))
  const asked = new Set<string>()
  for (;;) {
    const stories = [...new Set([...members.values()].flatMap(({ story }) => (story === null ? [] : [story])))]
    const open = stories.filter((story) => !asked.has(story))
    if (open.length === 0) break
    for (const story of open) asked.add(story)
    for (let i = 0; i < open.length; i += MAX_TERMS)
      take(await find(es, index, [{ terms: { story: open.slice(i, i + MAX_TERMS) } }]))
  }
  return write(es, index, [...members.values()], new Set(changed.map((member) => member.doc)))
}

/** Posts that one of these may be linked to. */
async function linked(es: Connection, index: string, posts: readonly Member[]): Promise<Member[]> {
  const found: Member[] = []
  const linkable = posts.filter((post) => post.live && post.hash !== null)
  for (let i = 0; i < linkable.length; i += MAX_TERMS / 10) {
    const some = linkable.slice(i, i + MAX_TERMS / 10)
    const times = some.map((post) => post.at)
    const near = some.flatMap((post) => (post.sim === null ? [] : nearTerms(post.sim)))
    const range = {
      gte: Math.min(...times) - STORY_GAP_MS,
      lte: Math.max(...times) + STORY_GAP_MS,
    }
    const should = [
      { terms: { hash: [...new Set(some.map((post) => post.hash))] } },
      ...(near.length > 0 ? [{ terms: { near: [...new Set(near)] } }] : []),
    ]
    found.push(...(await find(es, index, [{ range: { at: range } }, { bool: { should } }])))
  }
  return found
}

async function find(es: Connection, index: string, filter: readonly object[]): Promise<Member[]> {
  const body = {
    _source: false,
    docvalue_fields: MEMBER_COLUMNS,
    seq_no_primary_term: true,
    query: { bool: { filter: [{ term: { kind: 'post' } }, ...filter] } },
    sort: [{ key: 'asc' }],
  }
  const out: Member[] = []
  for await (const hits of scan<never>(es, index, body, { size: 5000 }))
    out.push(...hits.map((hit: Hit<never>) => memberOf(hit)))
  return out
}

/** Posts that changed come last: until then they still lead to the story that they left. */
async function write(
  es: Connection,
  index: string,
  members: readonly Member[],
  changed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Place>> {
  const truth = truthOf(members)
  const steps: [Write[], Write[]] = [[], []]
  for (const [member, { story, votes }] of truth) {
    if (member.story === story && (!member.live || sameWords(member.votes, votes))) continue
    const doc = member.live ? { story, votes } : { story }
    const { doc: id, place } = member
    steps[changed.has(id) ? 1 : 0].push({ index, id, action: 'update', place, doc })
  }
  const written = new Map<string, Place>()
  for (const writes of steps)
    for (const [i, result] of (await bulk(es, writes)).entries())
      if (result.kind === 'done' && result.place) written.set(writes[i]!.id, result.place)
  return written
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join() === [...b].sort().join()
}
