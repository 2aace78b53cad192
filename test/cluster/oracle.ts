import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterPorts } from '@moodlight/moodlight'
import type { LedgerRow, Topic } from '@moodlight/ports'

/** Of each lane in these suites. */
export const PARTITIONS = 4

interface Expected {
  readonly text: string
  readonly label: 'positive' | 'negative'
  /** As the source names it. */
  readonly author: string
  readonly at: number
}

/** What is wrong with what is stored: nothing, or everything that differs. */
export interface Differences {
  readonly lost: number
  readonly strange: number
  readonly changed: number
  readonly doubled: number
}

export const NOTHING: Differences = { lost: 0, strange: 0, changed: 0, doubled: 0 }

/** Knows every post that was handed in, edits and deletions too, and looks whether exactly that is stored. */
export class Oracle {
  readonly #posts = new Map<string, Expected>()
  readonly #gone = new Set<string>()
  readonly #inbox: string
  readonly #run: string
  #edits = 0

  constructor(inbox: string, run = 'r') {
    this.#inbox = inbox
    this.#run = run
  }

  /** Posts that must be stored in the end. */
  get size(): number {
    return this.#posts.size
  }

  /** Ids handed in so far, those that were deleted since among them. */
  get ids(): number {
    return this.#posts.size + this.#gone.size
  }

  get edits(): number {
    return this.#edits
  }

  get deletions(): number {
    return this.#gone.size
  }

  /** Writes `n` more posts into a file of the inbox. */
  write(n: number, file = 'posts.jsonl'): void {
    const lines: string[] = []
    for (let i = 0; i < n; i++) {
      const id = `${this.#run}${this.ids}`
      lines.push(this.#line(id, i % 3 === 0, `a${i % 50}`))
    }
    this.#append(file, lines)
  }

  /** Edits some of the posts written before, and deletes some others. */
  revise(edits: number, deletions: number, random: () => number, file = 'posts.jsonl'): void {
    const some = () => `${this.#run}${Math.floor(random() * this.ids)}`
    const lines: string[] = []
    for (let n = 0; n < edits; n++) {
      const id = some()
      const before = this.#posts.get(id)
      if (!before) continue
      lines.push(this.#line(id, before.label === 'negative', before.author, ++this.#edits, before.at))
    }
    for (let n = 0; n < deletions; n++) {
      const id = some()
      if (!this.#posts.delete(id)) continue
      this.#gone.add(id)
      lines.push(JSON.stringify({ delete: id }))
    }
    this.#append(file, lines)
  }

  async compare({ store }: ClusterPorts): Promise<Differences> {
    const seen = new Set<string>()
    const authors = new Map<string, string>()
    const found = { ...NOTHING } as { -readonly [Kind in keyof Differences]: number }
    let cursor: string | undefined
    for (;;) {
      const page = await store.posts({}, { limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
      for (const { post, mentions } of page.items) {
        const wanted = this.#posts.get(post.nativeId)
        const key = post.author?.key ?? ''
        if (seen.has(post.id)) found.doubled++
        else if (wanted === undefined) found.strange++
        else if (
          wanted.text !== post.text ||
          wanted.at !== post.at ||
          mentions.length !== 1 ||
          mentions[0]?.sentiment.label !== wanted.label ||
          (authors.get(wanted.author) ?? key) !== key
        )
          found.changed++
        if (wanted) authors.set(wanted.author, key)
        seen.add(post.id)
      }
      if (page.next === null) break
      cursor = page.next
    }
    found.lost = this.size - seen.size + found.strange
    return found
  }

  #line(id: string, good: boolean, author: string, revision?: number, at = Date.now()): string {
    const edited = revision === undefined ? '' : `, as I said before ${revision}`
    const text = `${good ? 'I love Testbank, great and friendly' : 'Testbank is a terrible disgrace and I hate it'} ${id}${edited}`
    this.#posts.set(id, { text, label: good ? 'positive' : 'negative', author, at })
    const createdAt = new Date(at).toISOString()
    return JSON.stringify({ id, text, createdAt, author: { id: author }, ...(revision !== undefined && { revision }) })
  }

  #append(file: string, lines: readonly string[]): void {
    if (lines.length > 0) appendFileSync(join(this.#inbox, file), `${lines.join('\n')}\n`)
  }
}

/** Posts that a stage received, over all outcomes; records of no source (ticks, settings) are left out. */
export function received(rows: readonly LedgerRow[], stage: string, outcome?: LedgerRow['outcome']): number {
  return rows
    .filter(
      (row) => row.stage === stage && row.source === 'inbox' && (outcome === undefined || row.outcome === outcome),
    )
    .reduce((sum, row) => sum + row.n, 0)
}

/**
 * How many records of posts the live lane of a topic holds: what the ledger of the stage behind it must add up to. Ticks come into
 * every partition once a second, so that the end is where all of them are of after the call.
 */
export async function recordsIn({ log }: ClusterPorts, topic: Topic, partitions = PARTITIONS): Promise<number> {
  const began = Date.now()
  const tail = await log.tail(topic, 'oldest')
  const reached = new Set<number>()
  try {
    let n = 0
    while (reached.size < partitions) {
      for (const item of await tail.next({ max: 2000, waitMs: 1000 })) {
        if (item.kind === 'gap') throw new Error(`records of ${topic} are gone`)
        const { value, at, position } = item.record
        // As the ledger sees them: what names a source.
        if (value.includes('"source":"inbox"')) n++
        if (at > began) reached.add(position.partition)
      }
    }
    return n
  } finally {
    await tail.close()
  }
}
