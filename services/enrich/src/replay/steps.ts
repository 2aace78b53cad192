import { errorCode, type PostMentions } from '@moodlight/core'
import type { Change } from '@moodlight/ports'
import { Suppression, suppressedPost } from '@moodlight/stages'
import { type Head, headFrom, type ReplayDoc } from './document.ts'
import { bookOf, type Relabeller } from './relabel.ts'
import type { ReplayOptions } from './replay.ts'

/** What one step came to: the document as it is now (null: unchanged), and how long to wait for the next one. */
export interface Step {
  readonly doc: ReplayDoc | null
  readonly waitMs: number
}

const PAGE = 500
const LOOK_MS = 200
/** Live records waiting in the log above which the replay lets the line go first. */
const LINE_BEHIND = 2000
/** After a switch, how long readers may still ask the former generation: they hear of a switch within a second. */
const READERS_MS = 3000

/** Does the next step of a replay. */
export async function stepOf(doc: ReplayDoc, options: ReplayOptions, relabeller: Relabeller): Promise<Step> {
  const step = new Steps(doc, options, relabeller)
  switch (doc.phase) {
    case 'labelling':
      return doc.change === null ? step.begin() : step.walk()
    case 'following':
      return step.follow()
    case 'switching':
      return step.switch()
    case 'finishing':
      return step.finish()
    case 'dropping':
      return step.drop()
    default:
      return { doc: null, waitMs: LOOK_MS }
  }
}

class Steps {
  readonly #doc: ReplayDoc
  readonly #options: ReplayOptions
  readonly #relabeller: Relabeller

  constructor(doc: ReplayDoc, options: ReplayOptions, relabeller: Relabeller) {
    this.#doc = doc
    this.#options = options
    this.#relabeller = relabeller
  }

  async begin(): Promise<Step> {
    const { store, clock } = this.#options
    if (this.#doc.begunAt === null) return this.#go({ generation: await store.beginGeneration(), begunAt: clock.now() })
    // Who read of the generation too late writes into the former one only: that is over once the index has come past this moment.
    if (!(await this.#past('index', this.#doc.begunAt))) return WAIT
    const { change } = await store.generations()
    const { posts: total } = await store.stats()
    return this.#go({ change, posts: { ...this.#doc.posts, total } })
  }

  async walk(): Promise<Step> {
    const { store } = this.#options
    const { cursor, posts } = this.#doc
    if (await this.#lineIsBehind()) return WAIT
    const page = await store.posts({}, { limit: PAGE, ...(cursor !== null && { cursor }) })
    const { labelled, kept } = await this.#relabel(page.items)
    const next = { done: posts.done + page.items.length, labelled: posts.labelled + labelled, kept: posts.kept + kept }
    const counted = { ...posts, ...next, total: Math.max(posts.total, next.done) }
    if (page.next === null) return this.#go({ phase: 'following', cursor: null, posts: counted })
    return this.#go({ cursor: page.next, posts: counted })
  }

  /** What has changed since: the store has taken it over as it was, and it gets its labels here. */
  async follow(): Promise<Step> {
    const { store } = this.#options
    const { change, generation, posts } = this.#doc
    const changes = await store.changes(change as number, PAGE)
    const last = changes.at(-1)
    if (!last) return WAIT
    const { labelled, kept } = await this.#relabel(await takenOver(store, changes, generation as number))
    return this.#go({
      change: last.n,
      posts: { ...posts, labelled: posts.labelled + labelled, kept: posts.kept + kept },
    })
  }

  async switch(): Promise<Step> {
    const head = await this.#toHead()
    if (head !== 'there') return head
    if (this.#head().cursor !== 'end') return this.#eraseAgain()
    // From here on it cannot be dropped any more: only now may the store change.
    return this.#go({ phase: 'finishing', head: null })
  }

  async finish(): Promise<Step> {
    const { store, clock } = this.#options
    if (this.#doc.head === null) return this.#take()
    const head = await this.#toHead()
    if (head !== 'there') return head
    if (clock.now() - this.#head().asked < READERS_MS) return WAIT
    const { kept, active } = await store.generations()
    for (const former of kept) if (former < active) await store.dropGeneration(former)
    return this.#go({ phase: 'done' })
  }

  async drop(): Promise<Step> {
    const { generation } = this.#doc
    if (generation !== null) await this.#options.store.dropGeneration(generation)
    return this.#go({ phase: 'dropped' })
  }

  /** The switch itself: first all questions, then all that is labelled from now on. */
  async #take(): Promise<Step> {
    const { store, take, clock, book } = this.#options
    const { by, model } = this.#doc
    const generation = this.#doc.generation as number
    try {
      await store.switchGeneration(generation, { at: clock.now(), who: by })
    } catch (error) {
      if (errorCode(error) !== 'ML_STORE_GENERATION') throw error
      return this.#go({ phase: 'following', trouble: (error as Error).message })
    }
    const settled = await book()
    if (settled) {
      const { enrichmentVersion } = bookOf(this.#doc, settled).versions
      await take({ generation, enrichmentVersion, model })
    }
    return this.#go({ head: headFrom(clock.now()), trouble: null })
  }

  /** Waits until all that was in the log when it was asked for is stored, and until its changes are followed. */
  async #toHead(): Promise<Step | 'there'> {
    const { store, clock, skewMs = 0 } = this.#options
    const head = this.#head()
    if (head.enriched === null) {
      if (!(await this.#past('enrich', head.asked))) return this.follow()
      return this.#go({ head: { ...head, enriched: clock.now() } })
    }
    if (head.goal === null) {
      if (!(await this.#past('index', head.enriched))) return this.follow()
      const { change } = await store.generations()
      return this.#go({ head: { ...head, goal: { change, at: clock.now() } } })
    }
    if ((this.#doc.change as number) >= head.goal.change) return 'there'
    const step = await this.follow()
    // The newest changes may be about other generations, and are not told then; what is told may take a moment to be findable.
    return step.doc === null && clock.now() - head.goal.at >= skewMs ? 'there' : step
  }

  /** One page of the search for what must not be there: a store may have been restored from before an erasure. */
  async #eraseAgain(): Promise<Step> {
    const { store, state, secret, clock } = this.#options
    const head = this.#head()
    const suppression = new Suppression(state)
    await suppression.refresh()
    const generation = this.#doc.generation as number
    const page = await store.posts(
      {},
      { limit: PAGE, generation, ...(head.cursor !== null && { cursor: head.cursor }) },
    )
    const authors = new Set(
      page.items.flatMap(({ post: { author } }) => (author && suppression.has(author.key) ? [author.key] : [])),
    )
    const posts = page.items.flatMap(({ post: { id } }) => (suppression.has(suppressedPost(secret, id)) ? [id] : []))
    if (authors.size + posts.length > 0) await store.erase({ posts, authors: [...authors], at: clock.now() })
    const erased = this.#doc.erased + authors.size + posts.length
    return this.#go({ erased, head: { ...head, cursor: page.next ?? 'end' } })
  }

  async #relabel(posts: readonly PostMentions[]): Promise<{ labelled: number; kept: number }> {
    const { store, book } = this.#options
    const settled = posts.length > 0 ? await book() : null
    if (!settled) return { labelled: 0, kept: 0 }
    const { events, labelled, kept } = await this.#relabeller.run(posts, this.#doc, settled)
    await store.apply(events)
    return { labelled, kept }
  }

  /** Whether a group has committed all that was appended by a moment: its oldest open record is younger. */
  async #past(group: string, moment: number): Promise<boolean> {
    const { log, clock, skewMs = 0 } = this.#options
    const now = clock.now()
    const rows = (await log.lag()).filter((row) => row.group === group)
    return rows.length > 0 && rows.every(({ records, ageMs }) => records === 0 || now - ageMs > moment + skewMs)
  }

  async #lineIsBehind(): Promise<boolean> {
    const lag = await this.#options.log.lag()
    return lag.reduce((sum, { lane, records }) => sum + (lane === 'live' ? records : 0), 0) > LINE_BEHIND
  }

  #head(): Head {
    return this.#doc.head as Head
  }

  #go(change: Partial<ReplayDoc>): Step {
    return { doc: { ...this.#doc, ...change }, waitMs: 0 }
  }
}

const WAIT: Step = { doc: null, waitMs: LOOK_MS }

/** The posts that changed and still have the labels with which the generation took them over. */
async function takenOver(
  store: ReplayOptions['store'],
  changes: readonly Change[],
  generation: number,
): Promise<readonly PostMentions[]> {
  const ids = new Set(changes.flatMap(({ kind, ref }) => (kind === 'post' ? [ref] : [])))
  const found = await Promise.all([...ids].map((id) => store.post(id, generation)))
  return found.filter((one): one is PostMentions => one?.labelling.enrichmentVersion === 0)
}
