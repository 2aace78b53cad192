import { MoodlightError } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'
import { Batch } from './batch.ts'
import type { LogCore } from './core.ts'
import { TOPICS } from './layout.ts'
import { takeOrSleep } from './wake.ts'
import type { TailColumns } from './wire.ts'

/** The bytes of values in one answer. */
const MAX_BYTES = 4 * 1024 * 1024

/** Reads the live lane of a topic in order of time over its partitions, from any place, without effect on others. */
export class SqliteTail {
  readonly #core: LogCore
  readonly #topic: Topic
  readonly #streams: readonly number[]
  /** The offset that comes next, per partition. */
  #next: number[]
  /** true: the id came from another log, or from further ahead than this one is; what it stood for is gone. */
  #lost = false
  #closed = false

  constructor(core: LogCore, topic: Topic, from: string) {
    this.#core = core
    this.#topic = topic
    this.#streams = core.layout.ofTopic(topic).slice(0, core.layout.partitions)
    if (from === 'now') this.#next = this.#streams.map((s) => core.segments.head(s))
    else if (from === 'oldest') this.#next = this.#streams.map((s) => core.segments.floor(s))
    else this.#next = this.#parse(from)
  }

  next(options: { max: number; waitMs: number; signal?: AbortSignal }): Promise<TailColumns | null> {
    return takeOrSleep(this.#core.wake, this.#topic, options, () => {
      if (this.#closed) throw new MoodlightError('ML_LOG_CLOSED', 'the tail is closed')
      return this.#take(options.max)
    })
  }

  close(): void {
    this.#closed = true
    this.#core.wake.rouse(this.#topic)
  }

  #take(max: number): TailColumns | null {
    const { segments } = this.#core
    const floors = this.#streams.map((s) => segments.floor(s))
    const gap = this.#lost || floors.some((floor, i) => this.#next[i]! < floor)
    const ids: string[] = []
    if (gap) {
      this.#next = this.#next.map((next, i) => (this.#lost ? floors[i]! : Math.max(next, floors[i]!)))
      this.#lost = false
      ids.push(this.#id())
    }
    const batch = new Batch()
    const scanned = this.#streams.map((stream, i) => {
      const budget = { records: max, bytes: Math.ceil(MAX_BYTES / this.#streams.length), force: true }
      return segments.read(stream, this.#next[i]!, budget, batch)
    })
    const order = batch.at.map((_, i) => i).sort((a, b) => batch.at[a]! - batch.at[b]! || a - b)
    const taken = order.slice(0, Math.max(0, max - ids.length))
    const first = this.#streams[0]!
    for (const i of taken) {
      this.#next[batch.streams[i]! - first] = batch.offsets[i]! + 1
      ids.push(this.#id())
    }
    // All taken: go past expunged records at the end too.
    if (taken.length === order.length) this.#next = scanned
    return ids.length === 0 ? null : { ids, gap, records: batch.pick(taken) }
  }

  /** `<log>-<topic>-<offset>.<offset>…` in base 36: letters, digits, dashes and dots only, so it fits a header. */
  #id(): string {
    return `${this.#core.id}-${TOPICS.indexOf(this.#topic)}-${this.#next.map((n) => n.toString(36)).join('.')}`
  }

  #parse(id: string): number[] {
    const match = /^([0-9a-z]{1,16})-(\d)-([0-9a-z]{1,11}(?:\.[0-9a-z]{1,11})*)$/.exec(id)
    if (!match || Number(match[2]) !== TOPICS.indexOf(this.#topic))
      throw new MoodlightError('ML_QUERY_CURSOR', 'this is not an id of this topic')
    const next = match[3]!.split('.').map((n) => Number.parseInt(n, 36))
    const ahead = next.some(
      (n, i) => n > (this.#streams[i] === undefined ? 0 : this.#core.segments.head(this.#streams[i]!)),
    )
    this.#lost = match[1] !== this.#core.id || next.length !== this.#streams.length || ahead
    return this.#lost ? this.#streams.map(() => 0) : next
  }
}
