import type { AuthorEvent, Post, PostMentions } from '@moodlight/core'
import { splitMentionId } from '@moodlight/core'
import type { StoredMention, StoryRef } from '@moodlight/ports'
import { storedEvent } from '@moodlight/store-rules'
import { documentId } from '../client/names.ts'
import { readAll, readOne } from '../client/read.ts'
import { type AuthorFact, type EngagementFact, factId } from '../documents/fact-document.ts'
import { type LivePost, type PostDocument, wellFormed } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { activeIndex } from './reader.ts'
import { countAuthors, countPosts } from './story-size.ts'

/** What is written to and never read for an answer. */
export const UNREAD = ['stream', 'near']

/** A mention to be made whole. */
export interface Wanted {
  readonly post: LivePost
  readonly brand: string
}

/** The stored events of documents, each with the newest engagement heard. */
export async function eventsOf(s: Shared, posts: readonly LivePost[]): Promise<PostMentions[]> {
  const events = posts.map((post) => storedEvent(post.json))
  const heard = await readAll<EngagementFact>(
    s.es,
    events.map(({ post }) => ({ index: s.names.facts, id: factId.engagement(post.id) })),
  )
  return events.map((event, i) => {
    const counts = heard[i]?.doc.json
    if (counts === undefined) return event
    const known = Object.entries(JSON.parse(counts) as Post['engagement']).filter(([, n]) => n !== null)
    const engagement = { ...event.post.engagement, ...Object.fromEntries(known) }
    return { ...event, post: { ...event.post, engagement } }
  })
}

/** Makes whole mentions. */
export async function hydrate(s: Shared, index: string, wanted: readonly Wanted[]): Promise<StoredMention[]> {
  if (wanted.length === 0) return []
  const posts = [...new Map(wanted.map(({ post }) => [post.id, post])).values()]
  const [events, around] = await Promise.all([eventsOf(s, posts), aroundOf(s, index, posts)])
  const authors = await authorsOf(s, events)
  const byId = new Map(events.map((event, i) => [posts[i]!.id, event]))
  return wanted.flatMap(({ post, brand }) => {
    const event = byId.get(post.id)!
    const mention = event.mentions.find((m) => m.brand === brand)
    if (!mention) return []
    return [
      {
        id: `${event.post.id}~${brand}`,
        post: event.post,
        language: event.language,
        labelling: event.labelling,
        story: around.story(post),
        reposts: around.reposts(post.id),
        author: event.post.author ? (authors.get(event.post.author.key) ?? null) : null,
        siblings: event.mentions,
        mention,
      },
    ]
  })
}

async function authorsOf(s: Shared, events: readonly PostMentions[]): Promise<Map<string, AuthorEvent>> {
  const keys = [...new Set(events.flatMap(({ post }) => (post.author ? [post.author.key] : [])))]
  const found = await readAll<AuthorFact>(
    s.es,
    keys.map((key) => ({ index: s.names.facts, id: factId.author(key) })),
  )
  return new Map(
    found.flatMap((author) => (author ? [[author.doc.id, JSON.parse(author.doc.json) as AuthorEvent]] : [])),
  )
}

/** Stories and reposts of some posts. */
async function aroundOf(s: Shared, index: string, posts: readonly LivePost[]) {
  const names = [...new Set(posts.flatMap(({ story }) => story ?? []))]
  const [reposts, stories] = await Promise.all([
    countPosts(
      s.es,
      index,
      'reposted',
      posts.map(({ id }) => id),
    ),
    countPosts(s.es, index, 'story', names),
  ])
  const authors = await countAuthors(s.es, index, stories)
  return {
    story({ id, story }: LivePost): StoryRef {
      const n = stories.get(story ?? '')
      if (!n) return { id: story ?? id, posts: 1, authors: 1 }
      return { id: story!, posts: n, authors: authors.get(story!) ?? 1 }
    },
    reposts: (id: string) => reposts.get(id) ?? 0,
  }
}

async function readLive(s: Shared, id: string, of?: number): Promise<{ index: string; post: LivePost } | null> {
  const index = of === undefined ? await activeIndex(s) : s.names.posts(of)
  const found = await readOne<PostDocument>(s.es, index, documentId(id))
  return found?.doc.kind === 'post' && found.doc.id === wellFormed(id) ? { index, post: found.doc } : null
}

export async function readEvent(s: Shared, id: string, of?: number): Promise<PostMentions | null> {
  const found = await readLive(s, id, of)
  return found && (await eventsOf(s, [found.post]))[0]!
}

export async function readMention(s: Shared, id: string): Promise<StoredMention | null> {
  const parts = splitMentionId(id)
  if (!parts) return null
  const found = await readLive(s, parts.post)
  if (!found?.post.brands.includes(parts.brand)) return null
  return (await hydrate(s, found.index, [{ post: found.post, brand: parts.brand }]))[0] ?? null
}

export async function readAuthor(s: Shared, key: string): Promise<AuthorEvent | null> {
  const found = await readOne<AuthorFact>(s.es, s.names.facts, factId.author(key))
  return found && (JSON.parse(found.doc.json) as AuthorEvent)
}
