import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterPorts } from '@moodlight/moodlight'
import type { LedgerRow, Topic } from '@moodlight/ports'

/** Of each lane in these suites. */
export const PARTITIONS = 4

/** Knows every post that was handed in, and looks whether exactly these are stored. */
export class Oracle {
  readonly #texts = new Map<string, string>()
  readonly #inbox: string
  readonly #run: string

  constructor(inbox: string, run = 'r') {
    this.#inbox = inbox
    this.#run = run
  }

  get size(): number {
    return this.#texts.size
  }

  /** Writes `n` more posts into a file of the inbox. */
  write(n: number, file = 'posts.jsonl'): void {
    const lines: string[] = []
    for (let i = 0; i < n; i++) {
      const id = `${this.#run}${this.#texts.size}`
      const text = `${i % 3 === 0 ? 'I love Testbank, great and friendly' : 'Testbank is a terrible disgrace'} ${id}`
      this.#texts.set(id, text)
      lines.push(JSON.stringify({ id, text, createdAt: new Date().toISOString(), author: { id: `a${i % 50}` } }))
    }
    appendFileSync(join(this.#inbox, file), `${lines.join('\n')}\n`)
  }

  /** What is wrong with what is stored: nothing, or everything that differs (the first of each kind). */
  async compare({ store }: ClusterPorts): Promise<{ lost: number; strange: number; changed: number; doubled: number }> {
    const seen = new Set<string>()
    const found = { lost: 0, strange: 0, changed: 0, doubled: 0 }
    let cursor: string | undefined
    for (;;) {
      const page = await store.posts({}, { limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
      for (const { post, mentions } of page.items) {
        const text = this.#texts.get(post.nativeId)
        if (seen.has(post.id)) found.doubled++
        else if (text === undefined) found.strange++
        else if (text !== post.text || mentions.length !== 1) found.changed++
        seen.add(post.id)
      }
      if (page.next === null) break
      cursor = page.next
    }
    found.lost = this.#texts.size - seen.size + found.strange
    return found
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
        if (['post', 'mentions'].includes(JSON.parse(value).type)) n++
        if (at > began) reached.add(position.partition)
      }
    }
    return n
  } finally {
    await tail.close()
  }
}
