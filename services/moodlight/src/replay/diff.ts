import { type Brand, fullText, type Mention, type PostMentions } from '@moodlight/core'
import { createDetector } from '@moodlight/language'
import type { MentionStore, Page } from '@moodlight/ports'
import { type Labeller, labelPost, loadModels, matcherOf } from '@moodlight/stages'
import { compareIds } from '@moodlight/store-rules'

/** What a label may be in a diff; `none`: the brand is not in the post. */
export type Said = Mention['sentiment']['label'] | 'none'

export interface DiffRow {
  readonly brand: string
  readonly language: string
  readonly before: Said
  readonly after: Said
  readonly n: number
}

export interface DiffExample {
  readonly post: string
  readonly brand: string
  readonly language: string
  readonly before: Said
  readonly after: Said
  readonly text: string
}

/** What a replay would change. Labels given by people are left out of `rows`, since neither generation changes them. */
export interface ReplayDiff {
  readonly generation: number
  readonly posts: number
  readonly rows: readonly DiffRow[]
  /** One of every kind of change first, then more. */
  readonly examples: readonly DiffExample[]
  /** How the models of the replay label what people have labelled: `before` is what the person said. */
  readonly people: {
    readonly agree: number
    readonly disagree: number
    readonly rows: readonly DiffRow[]
    readonly examples: readonly DiffExample[]
  }
}

export interface DiffOptions {
  readonly store: MentionStore
  readonly generation: number
  readonly brands: readonly Brand[]
  readonly model: string | null
  readonly secret: string
  readonly examples: number
}

const PAGE = 500
const TEXT = 160

/** Compares two generations side by side, in pages: nothing of it is stored, so that nothing of it has to be erased. */
export async function replayDiff(options: DiffOptions): Promise<ReplayDiff> {
  const { store, generation, examples } = options
  const former = new Walk((cursor) => store.posts({}, { limit: PAGE, ...(cursor && { cursor }) }))
  const later = new Walk((cursor) => store.posts({}, { limit: PAGE, generation, ...(cursor && { cursor }) }))
  const changes = new Tally(examples)
  const people = new Tally(examples)
  let labeller: Labeller | null = null
  let posts = 0
  for (;;) {
    const [before, after] = [await former.head(), await later.head()]
    if (!before || !after) break
    const order = before.post.at - after.post.at || compareIds(before.post.id, after.post.id)
    // What only one of them has is on its way, or being deleted.
    if (order <= 0) former.step()
    if (order >= 0) later.step()
    if (order !== 0) continue
    posts++
    for (const brand of brandsOf(before, after)) {
      const [one, two] = [find(before, brand), find(after, brand)]
      if (two?.sentiment.origin.by === 'person') {
        labeller ??= await labellerOf(options)
        const made = labelPost(labeller, after.post, after.origin, after.enrichedAt)
        people.add(after, brand, two.sentiment.label, said(find(made, brand)))
      } else if (one?.sentiment.origin.by !== 'person') changes.add(after, brand, said(one), said(two))
    }
  }
  const rows = people.rows()
  const agree = rows.reduce((sum, row) => sum + (row.before === row.after ? row.n : 0), 0)
  return {
    generation,
    posts,
    rows: changes.rows(),
    examples: changes.examples(),
    people: { agree, disagree: rows.reduce((sum, row) => sum + row.n, 0) - agree, rows, examples: people.examples() },
  }
}

async function labellerOf({ model, brands, secret, generation }: DiffOptions): Promise<Labeller> {
  const versions = { generation, enrichmentVersion: 1, settingsVersion: 0 }
  const matcher = matcherOf({ brands, versions }, secret)
  return { detector: createDetector(), ...(await loadModels(model)), matcher, versions }
}

const find = (event: PostMentions, brand: string) => event.mentions.find((mention) => mention.brand === brand)
const said = (mention: Mention | undefined): Said => mention?.sentiment.label ?? 'none'

function brandsOf(a: PostMentions, b: PostMentions): ReadonlySet<string> {
  return new Set([...a.mentions, ...b.mentions].map(({ brand }) => brand))
}

/** Numbers by brand, language and labels, and the first examples of each change. */
class Tally {
  readonly #most: number
  readonly #rows = new Map<string, { row: Omit<DiffRow, 'n'>; n: number; examples: DiffExample[] }>()

  constructor(most: number) {
    this.#most = most
  }

  add({ post, language: { code } }: PostMentions, brand: string, before: Said, after: Said): void {
    const row = { brand, language: code, before, after }
    const key = Object.values(row).join('|')
    const sum = this.#rows.get(key) ?? { row, n: 0, examples: [] }
    this.#rows.set(key, sum)
    sum.n++
    if (before !== after && sum.examples.length < this.#most)
      sum.examples.push({ post: post.id, ...row, text: fullText(post).replace(/\s+/gu, ' ').slice(0, TEXT) })
  }

  rows(): readonly DiffRow[] {
    return [...this.#rows.values()]
      .map(({ row, n }) => ({ ...row, n }))
      .sort((a, b) => compareIds(a.brand, b.brand) || compareIds(a.language, b.language) || b.n - a.n)
  }

  examples(): readonly DiffExample[] {
    const lists = [...this.#rows.values()].sort((a, b) => b.n - a.n).map(({ examples }) => examples)
    const found: DiffExample[] = []
    for (let i = 0; i < this.#most && found.length < this.#most; i++)
      found.push(...lists.flatMap((list) => list[i] ?? []))
    return found.slice(0, this.#most)
  }
}

/** Posts one after the other, read in pages. */
class Walk {
  readonly #read: (cursor: string | null) => Promise<Page<PostMentions>>
  #page: Page<PostMentions> | null = null
  #at = 0

  constructor(read: (cursor: string | null) => Promise<Page<PostMentions>>) {
    this.#read = read
  }

  async head(): Promise<PostMentions | null> {
    while (!this.#page || this.#at >= this.#page.items.length) {
      if (this.#page?.next === null) return null
      this.#page = await this.#read(this.#page?.next ?? null)
      this.#at = 0
    }
    return this.#page.items[this.#at] as PostMentions
  }

  step(): void {
    this.#at++
  }
}
