import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterPorts } from '@moodlight/moodlight'
import type { LedgerRow, Topic } from '@moodlight/ports'

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

/** How many records of posts a topic holds: what the ledger of the stage behind it must add up to. */
export async function recordsIn({ log }: ClusterPorts, topic: Topic): Promise<number> {
  const reader = await log.reader(`oracle-${process.pid}-${Date.now()}`, topic)
  try {
    let n = 0
    for (let empty = 0; empty < 3; ) {
      const records = await reader.next({ max: 5000, waitMs: 1500 })
      empty = records.length === 0 ? empty + 1 : 0
      n += records.filter(({ value }) => ['post', 'mentions'].includes(JSON.parse(value).type)).length
    }
    return n
  } finally {
    await reader.close()
  }
}
