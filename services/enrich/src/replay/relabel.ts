import type { Mention, PostMentions } from '@moodlight/core'
import { PooledStage } from '@moodlight/pipeline'
import { type BrandBook, ENRICH_WORKER, type EnrichOptions } from '@moodlight/stages'
import { carriedOver } from '@moodlight/store-rules'
import type { EnrichConfig } from '../config.ts'
import type { ReplayDoc } from './document.ts'

export interface RelabelOptions {
  /** The installation's secret. */
  readonly secret: string
  readonly config: EnrichConfig
  readonly worker?: URL
  readonly onLost?: (how: 'timeout' | 'crash') => void
}

/** What became of some posts. */
export interface Relabelled {
  readonly events: readonly PostMentions[]
  readonly labelled: number
  /** In scope, but with a text that the models cannot take: it keeps its labels. */
  readonly kept: number
}

/** Labels stored posts anew, in workers of its own: a text that hangs or kills one keeps its labels, and the line goes on. */
export class Relabeller {
  readonly #options: RelabelOptions
  #pool: PooledStage | null = null
  #key = ''

  constructor(options: RelabelOptions) {
    this.#options = options
  }

  /** Stored posts as events of the generation: labelled anew in scope, taken over as they are outside. */
  async run(posts: readonly PostMentions[], doc: ReplayDoc, book: BrandBook): Promise<Relabelled> {
    const generation = doc.generation as number
    const { from, brands } = doc.scope
    const inTime = posts.filter(({ post }) => from === null || post.at >= from)
    const made = new Map<string, PostMentions>()
    if (inTime.length > 0) {
      const pool = await this.#poolFor(bookOf(doc, book))
      const records = inTime.map(({ post, origin }) => ({
        position: origin,
        key: post.id,
        value: JSON.stringify(post),
        at: post.seenAt,
      }))
      for (const [i, outcome] of (await pool.run(records)).entries())
        if (outcome.kind === 'ok' && outcome.value !== null)
          made.set(inTime[i]!.post.id, JSON.parse(outcome.value) as PostMentions)
    }
    let labelled = 0
    const events = posts.map((old) => {
      const anew = made.get(old.post.id)
      const event = anew ? merged(old, anew, brands) : null
      if (event) labelled++
      return event ?? carriedOver(old, generation)
    })
    return { events, labelled, kept: inTime.length - made.size }
  }

  async close(): Promise<void> {
    await this.#pool?.close()
    this.#pool = null
    this.#key = ''
  }

  async #poolFor(book: BrandBook): Promise<PooledStage> {
    const key = JSON.stringify([book.versions, book.model])
    if (this.#pool && this.#key === key) return this.#pool
    await this.close()
    const { config, secret, worker = ENRICH_WORKER, onLost } = this.#options
    const pool = new PooledStage({
      name: 'replay',
      worker,
      workerData: { book, secret } satisfies EnrichOptions,
      size: config.workers,
      limitMs: config.timeLimitMs,
      heapMb: config.heapMiB,
      ...(onLost && { onLost: ({ how }) => onLost(how) }),
    })
    await pool.start()
    this.#pool = pool
    this.#key = key
    return pool
  }
}

/** The brands as they are settled, under the numbers of the new generation. */
export function bookOf(doc: ReplayDoc, book: BrandBook): BrandBook {
  if (book.versions.generation === doc.generation) return book
  const { settingsVersion } = book.versions
  const enrichmentVersion = Math.max(1, 1 + settingsVersion - doc.settingsVersion)
  return {
    brands: book.brands,
    model: doc.model,
    versions: { generation: doc.generation as number, enrichmentVersion, settingsVersion },
  }
}

/** What the post says now; null when none of the brands asked for is in it, before or now: then all stays as it was. */
function merged(old: PostMentions, anew: PostMentions, brands: readonly string[] | null): PostMentions | null {
  const asked = (mention: Mention) => brands === null || brands.includes(mention.brand)
  const others = old.mentions.filter((mention) => !asked(mention))
  const mine = anew.mentions.filter(asked).map((mention) => withPerson(mention, old))
  if (brands !== null && mine.length === 0 && others.length === old.mentions.length) return null
  return {
    ...anew,
    // Of a post in which other brands stay as they were, the language does too: they are counted under it.
    language: others.length > 0 ? old.language : anew.language,
    mentions: [...others, ...mine],
  }
}

/** A person's label is never overwritten by a machine. */
function withPerson(mention: Mention, old: PostMentions): Mention {
  const before = old.mentions.find(({ brand }) => brand === mention.brand)
  return before?.sentiment.origin.by === 'person' ? { ...mention, sentiment: before.sentiment } : mention
}
