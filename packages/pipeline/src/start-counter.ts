import type { LogPosition } from '@moodlight/core'
import { type LogRecord, STATE_KINDS, type StateStore } from '@moodlight/ports'

/** So many starts that came no further, or so many marks on one record, are a crash loop. */
export const CRASH_LIMIT = 3

interface StartDoc {
  /** The first offset not committed when the process started last. */
  first: number
  /** Starts that found this very offset. */
  starts: number
  /** Offset → how often the process began this record on its own and did not come to mark another start beyond it. */
  marks: Record<string, number>
}

const docId = (group: string, { lane, partition }: LogPosition) => `${group}/${lane}/${partition}`

/**
 * Ends crash loops of the whole process (law 6). It costs one read and one write for each partition at start and nothing
 * afterwards: a start that finds the same first offset as the starts before came no further.
 */
export class StartCounter {
  readonly #state: StateStore
  readonly #group: string
  readonly #docs = new Map<string, StartDoc>()

  constructor(state: StateStore, group: string) {
    this.#state = state
    this.#group = group
  }

  /** Looks at the first batch after a start. true: go record by record, with {@link mark} before each. */
  async started(batch: readonly LogRecord[]): Promise<boolean> {
    const firsts = new Map<string, LogPosition>()
    for (const { position } of batch) {
      const id = docId(this.#group, position)
      if (!firsts.has(id)) firsts.set(id, position)
    }
    let careful = false
    for (const [id, { offset }] of firsts) {
      const last = (await this.#state.get<StartDoc>(STATE_KINDS.start, id))?.value
      const same = last?.first === offset
      const marks = Object.fromEntries(Object.entries(last?.marks ?? {}).filter(([at]) => Number(at) >= offset))
      const doc = { first: offset, starts: same ? last.starts + 1 : 1, marks }
      this.#docs.set(id, doc)
      await this.#state.put(STATE_KINDS.start, id, doc)
      if (doc.starts >= CRASH_LIMIT || Object.keys(marks).length > 0) careful = true
    }
    return careful
  }

  /** Marks a record as begun; false when it was begun {@link CRASH_LIMIT} times before and must not be begun again. */
  async mark({ position }: LogRecord): Promise<boolean> {
    const id = docId(this.#group, position)
    const doc = this.#docs.get(id) ?? { first: position.offset, starts: 1, marks: {} }
    const begun = doc.marks[position.offset] ?? 0
    if (begun >= CRASH_LIMIT) return false
    doc.marks = { [position.offset]: begun + 1 }
    this.#docs.set(id, doc)
    await this.#state.put(STATE_KINDS.start, id, doc)
    return true
  }

  /** The dangerous stretch is behind us. */
  async passed(): Promise<void> {
    for (const [id, doc] of this.#docs) await this.#state.put(STATE_KINDS.start, id, { ...doc, starts: 1, marks: {} })
  }
}
