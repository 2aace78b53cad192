import { type LogPosition, MoodlightError } from '@moodlight/core'
import type {
  Commit,
  EventLog,
  ExpungeReport,
  GroupLag,
  GroupReader,
  LedgerDelta,
  LedgerRow,
  LogRecord,
  NewRecord,
  Tail,
  TailItem,
  Topic,
} from '@moodlight/ports'

const LANES = ['live', 'background'] as const
const laneKey = (topic: Topic, lane: string, partition: number) => `${topic}/${lane}/${partition}`
type Options = Parameters<GroupReader['next']>[0]

/**
 * A log in memory, for tests of what appends, tails and reads lag and ledger. It does not pass the contract of the port: no
 * retention, no two readers of one group, no share for the background lane. Tests of runners take the real log.
 */
export class MemoryLog implements EventLog {
  readonly capabilities = { atomicOutputs: true, expungesAtOnce: true, retentionWaitsForGroups: true }
  readonly partitions: number
  readonly #records = new Map<string, LogRecord[]>()
  readonly #offsets = new Map<string, number>()
  readonly #commits = new Map<string, number>()
  readonly #groups = new Map<string, Topic>()
  readonly #ledger = new Map<string, LedgerRow>()
  readonly #waiting = new Set<() => void>()
  /** All records in the order of appending, for tails. */
  readonly #all: { topic: Topic; record: LogRecord }[] = []
  /** Set by a test: what `append` and `commit` throw. */
  failure: Error | null = null

  constructor(partitions = 2) {
    this.partitions = partitions
  }

  async append(topic: Topic, records: readonly NewRecord[], ledger: readonly LedgerDelta[] = []) {
    if (this.failure) throw this.failure
    const positions = records.map((record) => this.#append(topic, record))
    this.#count(ledger)
    this.#wake()
    return positions
  }

  #append(topic: Topic, { key, value, lane, broadcast, partition }: NewRecord): LogPosition {
    const hash = [...key].reduce((h, c) => (h * 31 + (c.codePointAt(0) ?? 0)) % 65_521, 7)
    const own = (partition ?? hash) % this.partitions
    const targets = broadcast ? Array.from({ length: this.partitions }, (_, p) => p) : [own]
    const positions = targets.map((p) => {
      const at = laneKey(topic, lane, p)
      const position: LogPosition = { lane, partition: p, offset: this.#offsets.get(at) ?? 0 }
      const record = { position, key, value, at: Date.now() }
      this.#offsets.set(at, position.offset + 1)
      const records = this.#records.get(at)
      if (records) records.push(record)
      else this.#records.set(at, [record])
      this.#all.push({ topic, record })
      return position
    })
    return positions[0] as LogPosition
  }

  #count(ledger: readonly LedgerDelta[]): void {
    for (const delta of ledger) {
      const key = [delta.stage, delta.source, delta.lane, delta.outcome, delta.reason].join('\u0000')
      this.#ledger.set(key, { ...delta, n: (this.#ledger.get(key)?.n ?? 0) + delta.n })
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }

  #wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#waiting.add(done)
      if (signal?.aborted) done()
      else signal?.addEventListener('abort', done, { once: true })
    })
  }

  async reader(group: string, topic: Topic): Promise<GroupReader> {
    this.#groups.set(group, topic)
    const read = new Map<string, number>()
    const take = (options: Options): LogRecord[] => {
      const taken: LogRecord[] = []
      let bytes = 0
      for (const lane of options.lanes ?? LANES)
        for (let p = 0; p < this.partitions; p++) {
          const at = laneKey(topic, lane, p)
          const from = read.get(at) ?? this.#commits.get(`${group} ${at}`) ?? 0
          for (const record of this.#records.get(at) ?? []) {
            if (record.position.offset < from) continue
            if (taken.length >= options.max || (taken.length > 0 && bytes >= (options.maxBytes ?? Infinity))) break
            taken.push(record)
            bytes += record.value.length
            read.set(at, record.position.offset + 1)
          }
          if (taken.length > 0) break
        }
      return taken
    }
    return {
      next: async (options) => {
        let found = take(options)
        if (found.length === 0 && options.waitMs > 0 && !options.signal?.aborted) {
          await this.#wait(options.waitMs, options.signal)
          found = options.signal?.aborted ? [] : take(options)
        }
        return found
      },
      commit: async (commit) => this.#commit(group, topic, commit),
      rewind: async () => read.clear(),
      close: async () => {},
    }
  }

  #commit(group: string, topic: Topic, { next, outputs, ledger }: Commit): void {
    if (this.failure) throw this.failure
    for (const { lane, partition, offset } of next) {
      const committed = this.#commits.get(`${group} ${laneKey(topic, lane, partition)}`) ?? 0
      if (offset < committed) throw new MoodlightError('ML_LOG_COMMIT_STALE', `${offset} is behind ${committed}`)
    }
    for (const { lane, partition, offset } of next)
      this.#commits.set(`${group} ${laneKey(topic, lane, partition)}`, offset)
    for (const output of outputs) this.#append(output.topic, output.record)
    this.#count(ledger)
    this.#wake()
  }

  async tail(topic: Topic, from: string): Promise<Tail> {
    let at = from === 'now' ? this.#all.length : from === 'oldest' ? 0 : Number(from) + 1
    if (!Number.isSafeInteger(at)) throw new MoodlightError('ML_QUERY_CURSOR', 'not an id of this log')
    const take = (max: number): TailItem[] => {
      const items: TailItem[] = []
      for (; at < this.#all.length && items.length < max; at++) {
        const { topic: its, record } = this.#all[at] as { topic: Topic; record: LogRecord }
        if (its === topic && record.position.lane === 'live') items.push({ kind: 'record', id: String(at), record })
      }
      return items
    }
    return {
      next: async ({ max, waitMs, signal }) => {
        const items = take(max)
        if (items.length > 0 || waitMs === 0) return items
        await this.#wait(waitMs, signal)
        return take(max)
      },
      close: async () => {},
    }
  }

  async ledger(): Promise<readonly LedgerRow[]> {
    return [...this.#ledger.values()]
  }

  async lag(): Promise<readonly GroupLag[]> {
    return [...this.#groups].flatMap(([group, topic]) =>
      LANES.map((lane) => {
        let records = 0
        for (let p = 0; p < this.partitions; p++) {
          const at = laneKey(topic, lane, p)
          const next = this.#commits.get(`${group} ${at}`) ?? 0
          records += (this.#records.get(at) ?? []).filter((r) => r.position.offset >= next).length
        }
        return { group, topic, lane, records, ageMs: 0, timeToLossMs: null }
      }),
    )
  }

  async expunge({ keys, authors }: { keys: readonly string[]; authors: readonly string[] }): Promise<ExpungeReport> {
    let removed = 0
    for (const [at, records] of this.#records) {
      const kept = records.filter((r) => !keys.includes(r.key) && !authors.some((a) => r.value.includes(a)))
      removed += records.length - kept.length
      this.#records.set(at, kept)
    }
    return { removed, goneBy: null }
  }

  async read(topic: Topic, { lane, partition, offset }: LogPosition): Promise<LogRecord | null> {
    return this.#records.get(laneKey(topic, lane, partition))?.find((r) => r.position.offset === offset) ?? null
  }

  async close(): Promise<void> {}
}
