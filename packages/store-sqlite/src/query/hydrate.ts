import type { AuthorEvent, Post, PostMentions } from '@moodlight/core'
import { splitMentionId } from '@moodlight/core'
import type { StoredMention, StoryRef } from '@moodlight/ports'
import { storedEvent } from '@moodlight/store-rules'
import { firstPost } from './candidates.ts'
import { type Reader, totals } from './reader.ts'

interface Row {
  readonly pid: number
  readonly id: string
  readonly sid: number | null
  readonly json: string
  readonly counts: string | null
}

const WITH_COUNTS = `SELECT p.pid, p.id, p.sid, p.json, e.counts FROM post p LEFT JOIN engagement e ON e.id = p.id`

/** The stored event of a row, with the newest engagement heard. */
export function eventOf(row: Pick<Row, 'json' | 'counts'>): PostMentions {
  const event = storedEvent(row.json)
  if (row.counts === null) return event
  const heard = Object.entries(JSON.parse(row.counts) as Post['engagement']).filter(([, n]) => n !== null)
  return { ...event, post: { ...event.post, engagement: { ...event.post.engagement, ...Object.fromEntries(heard) } } }
}

export function readEvent(r: Reader, id: string, generation = totals(r).generation): PostMentions | null {
  const row = r.q(`${WITH_COUNTS} WHERE p.id = ? AND p.generation = ?`).get(id, generation)
  return row ? eventOf(row as unknown as Row) : null
}

/** The story of a post; a post without copies is a story of its own. */
function storyOf(r: Reader, row: Row): StoryRef {
  if (row.sid === null) return { id: row.id, posts: 1, authors: 1 }
  const story = r.q('SELECT posts, authors FROM story WHERE sid = ?').get(row.sid) as
    | { posts: number; authors: number }
    | undefined
  return story ? { id: firstPost(r, row.sid), ...story } : { id: row.id, posts: 1, authors: 1 }
}

/** Makes whole mentions of rows; a post that was removed since is left out. */
export function hydrate(r: Reader, rows: readonly { readonly pid: number; readonly brand: string }[]): StoredMention[] {
  const posts = new Map<number, Omit<StoredMention, 'id' | 'mention'>>()
  const out: StoredMention[] = []
  for (const { pid, brand } of rows) {
    let post = posts.get(pid)
    if (!post) {
      const row = r.q(`${WITH_COUNTS} WHERE p.pid = ?`).get(pid) as unknown as Row | undefined
      if (!row) continue
      const event = eventOf(row)
      post = {
        post: event.post,
        language: event.language,
        labelling: event.labelling,
        story: storyOf(r, row),
        reposts: repostsOf(r, row.id),
        author: event.post.author ? readAuthor(r, event.post.author.key) : null,
        siblings: event.mentions,
      }
      posts.set(pid, post)
    }
    const mention = post.siblings.find((m) => m.brand === brand)
    if (mention) out.push({ id: `${post.post.id}~${brand}`, ...post, mention })
  }
  return out
}

export function readMention(r: Reader, id: string): StoredMention | null {
  const parts = splitMentionId(id)
  if (!parts) return null
  const row = r.q('SELECT pid FROM post WHERE id = ? AND generation = ?').get(parts.post, totals(r).generation) as
    | { pid: number }
    | undefined
  return row ? (hydrate(r, [{ pid: row.pid, brand: parts.brand }])[0] ?? null) : null
}

function repostsOf(r: Reader, id: string): number {
  return (r.q('SELECT n FROM reposts WHERE id = ?').get(id) as { n: number } | undefined)?.n ?? 0
}

export function readAuthor(r: Reader, key: string): AuthorEvent | null {
  const row = r.q('SELECT json FROM author WHERE key = ?').get(key) as { json: string } | undefined
  return row ? (JSON.parse(row.json) as AuthorEvent) : null
}
