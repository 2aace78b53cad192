import {
  type AuthorEvent,
  fullText,
  type Hole,
  MOOD_VOICES,
  MoodlightError,
  mentionId,
  type PostMentions,
} from '@moodlight/core'
import type { CountRow, JournalEntry, MentionFilter, MentionStore, StoredMention } from '@moodlight/ports'
import { searchTokens } from '@moodlight/text'

const UNUSED = () => Promise.reject(new Error('the tests of query do not need this'))

/**
 * The reading side of the port over plain arrays, for tests of what stands on it: every answer is computed from all
 * records each time. A story is all posts of equal content hash.
 */
export class MemoryStore implements Omit<MentionStore, 'apply'> {
  readonly records = new Map<string, PostMentions>()
  readonly authorRecords = new Map<string, AuthorEvent>()
  readonly holeList: Hole[] = []
  readonly marks: JournalEntry[] = []
  #sorted: StoredMention[] | null = null
  /** Set by a test: what every call throws. */
  failure: Error | null = null
  apply = UNUSED
  posts = UNUSED
  erase = UNUSED
  recount = UNUSED
  expire = UNUSED
  generations = UNUSED
  beginGeneration = UNUSED
  switchGeneration = UNUSED
  dropGeneration = UNUSED

  put(...records: readonly PostMentions[]): void {
    this.#sorted = null
    for (const record of records) this.records.set(record.post.id, record)
  }

  #all(): readonly StoredMention[] {
    if (this.failure) throw this.failure
    this.#sorted ??= this.#make()
    return this.#sorted
  }

  #make(): StoredMention[] {
    const stories = new Map(
      [...Map.groupBy(this.records.values(), (r) => r.post.contentHash)].map(([hash, same]) => {
        const first = same.map((r) => r.post).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))[0]!
        const authors = new Set(same.map((r) => r.post.author?.key ?? r.post.id)).size
        return [hash, { id: first.id, posts: same.length, authors }]
      }),
    )
    return [...this.records.values()]
      .flatMap(({ post, language, labelling, mentions }) =>
        mentions.map((mention) => ({
          id: mentionId(post.id, mention.brand),
          post,
          language,
          mention,
          siblings: mentions,
          labelling,
          story: stories.get(post.contentHash)!,
          reposts: 0,
          author: (post.author && this.authorRecords.get(post.author.key)) ?? null,
        })),
      )
      .sort((a, b) => b.post.at - a.post.at || (a.id < b.id ? 1 : -1))
  }

  #fit(f: MentionFilter): StoredMention[] {
    return this.#all().filter(
      ({ post, mention, language, story }) =>
        (f.brands?.includes(mention.brand) ?? true) &&
        (f.sources?.includes(post.source) ?? true) &&
        (f.languages?.includes(language.code) ?? true) &&
        (f.labels?.includes(mention.sentiment.label) ?? true) &&
        (f.intents === undefined || mention.intents.some(({ kind }) => f.intents?.includes(kind))) &&
        (f.voices?.includes(mention.voice) ?? true) &&
        (f.authors?.includes(post.author?.key ?? '') ?? true) &&
        (f.sites?.includes(post.site ?? '') ?? true) &&
        (f.stories?.includes(story.id) ?? true) &&
        (!f.certainty || f.certainty === mention.certainty) &&
        post.at >= (f.from ?? 0) &&
        post.at < (f.to ?? Infinity) &&
        (f.words?.every((p) => ` ${searchTokens(fullText(post)).join(' ')} `.includes(` ${p.join(' ')} `)) ?? true),
    )
  }

  async mentions(filter: MentionFilter, page: { limit: number; cursor?: string; order?: 'newest' | 'oldest' }) {
    const all = this.#fit(filter)
    if (page.order === 'oldest') all.reverse()
    const start = page.cursor === undefined ? 0 : Number(page.cursor)
    if (!Number.isInteger(start)) throw new MoodlightError('ML_QUERY_CURSOR', 'not a cursor')
    const end = start + page.limit
    return { items: all.slice(start, end), next: end < all.length ? String(end) : null }
  }

  async mention(id: string) {
    return this.#all().find((m) => m.id === id) ?? null
  }

  async post(id: string) {
    return this.records.get(id) ?? null
  }

  async counts(query: Parameters<MentionStore['counts']>[0]): Promise<readonly CountRow[]> {
    if (query.from % query.step !== 0 || query.to % query.step !== 0) throw new Error('not multiples of the step')
    const voted = new Set<string>()
    const rows = new Map<string, CountRow>()
    const { brands, from, to, sources, languages } = query
    const filter = {
      brands,
      from,
      to,
      certainty: 'sure' as const,
      ...(sources && { sources }),
      ...(languages && { languages }),
    }
    for (const { post, mention, language, story } of this.#fit(filter).reverse()) {
      const bucket = Math.floor(post.at / query.step) * query.step
      const source = query.by?.includes('source') ? post.source : null
      const code = query.by?.includes('language') ? language.code : null
      const { label } = mention.sentiment
      const counted = MOOD_VOICES.includes(mention.voice)
      const vote = `${mention.brand} ${post.author?.key ?? post.id} ${story.id}`
      const votes = voted.has(vote) ? 0 : 1
      voted.add(vote)
      const key = JSON.stringify([mention.brand, bucket, source, code, label, counted])
      const old = rows.get(key)
      const sum = { mentions: (old?.mentions ?? 0) + 1, votes: (old?.votes ?? 0) + votes }
      rows.set(key, { brand: mention.brand, bucket, source, language: code, label, counted, ...sum })
    }
    return [...rows.values()]
  }

  async authors(filter: MentionFilter) {
    return new Set(this.#fit(filter).map((m) => m.post.author?.key)).size
  }

  async spread(filter: MentionFilter) {
    const fit = this.#fit(filter)
    return { authors: await this.authors(filter), stories: new Set(fit.map((m) => m.story.id)).size }
  }

  async stories(query: Parameters<MentionStore['stories']>[0]) {
    const { brand, from, to, sources, languages } = query
    const narrow = { ...(sources && { sources }), ...(languages && { languages }) }
    const filter = { brands: [brand], from, to, certainty: 'sure', voices: MOOD_VOICES, ...narrow } as const
    const own = this.#fit(filter).reverse()
    const groups = Map.groupBy(own, (m) => m.story.id)
    return [...groups.values()]
      .map((group) => {
        const labels = { negative: 0, neutral: 0, positive: 0, unscored: 0 }
        for (const m of group) labels[m.mention.sentiment.label]++
        const first = group[0]!
        return { ...first.story, brand: query.brand, first, labels, lastAt: group.at(-1)!.post.at }
      })
      .filter((s) => !query.label || s.labels[query.label] > 0)
      .sort((a, b) => (query.label ? b.labels[query.label] - a.labels[query.label] : b.posts - a.posts))
      .slice(0, query.limit)
  }

  async unscored() {
    return []
  }

  async holes(range: { from: number; to: number; sources?: readonly string[] }) {
    return this.holeList.filter((h) => h.from < range.to && (h.to ?? Infinity) > range.from)
  }

  async journal(range: { from: number; to: number }) {
    return this.marks.filter((m) => m.at >= range.from && m.at < range.to)
  }

  async changes(after: number, limit: number) {
    const all = [...this.records.values()].map((r, i) => ({
      n: i + 1,
      at: r.post.seenAt,
      kind: 'post' as const,
      ref: r.post.id,
    }))
    return all.filter((c) => c.n > after).slice(0, limit)
  }

  async author(key: string) {
    return this.authorRecords.get(key) ?? null
  }

  async findAuthors(handleOrName: string) {
    return [...this.authorRecords.values()].filter((a) => a.handle === handleOrName || a.name === handleOrName)
  }

  async stats() {
    if (this.failure) throw this.failure
    const posts = [...this.records.values()].map((r) => r.post)
    const times = posts.map((p) => p.at)
    const sources = [...Map.groupBy(posts, (p) => p.source)].map(([source, own]) => ({
      source,
      newest: Math.max(...own.map((p) => p.at)),
      posts: own.length,
    }))
    return {
      posts: posts.length,
      mentions: this.#all().length,
      tombstones: 0,
      oldest: times.length ? Math.min(...times) : null,
      newest: times.length ? Math.max(...times) : null,
      sources,
      bytes: 0,
      generation: 1,
      tokenVersion: 1,
    }
  }

  async close() {}
}
