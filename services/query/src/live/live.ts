import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { Tail, TailItem } from '@moodlight/ports'
import type { QueryDeps } from '../deps.ts'
import type { QueryMetrics } from '../metrics.ts'
import { type Arrival, Arrivals } from './arrivals.ts'
import type { Connection } from './connection.ts'
import { deliver } from './deliver.ts'
import { replay } from './replay.ts'

const BATCH = 256
/** Longer than a tail holds records back to bring them into order. */
const WAIT_MS = 10_000
const TURN_AFTER = 16
const HEARTBEAT_MS = 15_000
/** Without a tick for this long the line stands still: ingest writes one a second. */
const STILL_MS = 20_000

interface Reader {
  readonly connection: Connection
  /** While old records are read for it, what arrives waits here; null once it is up to date. */
  held: { item: RecordItem; arrival: Arrival }[] | null
  overflown: boolean
}
type RecordItem = Extract<TailItem, { kind: 'record' }>
const MAX_HELD = 500

/** The live feed: one tail of the topic `mentions` for all readers of this process. */
export class Live {
  readonly #deps: QueryDeps
  readonly #metrics: QueryMetrics
  readonly #arrivals: Arrivals
  readonly #readers = new Set<Reader>()
  readonly #stop = new AbortController()
  readonly #watchers = new Set<(arrival: Arrival) => void>()
  #running: Promise<void> | null = null
  #lastTick: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(deps: QueryDeps, metrics: QueryMetrics) {
    this.#deps = deps
    this.#metrics = metrics
    this.#arrivals = new Arrivals(deps.store)
  }

  get size(): number {
    return this.#readers.size
  }

  /** Bytes held for all readers. */
  get held(): number {
    return [...this.#readers].reduce((sum, { connection }) => sum + connection.held, 0)
  }

  start(): void {
    if (this.#running) return
    this.#running = this.#run()
    this.#timer = setInterval(() => {
      for (const { connection } of this.#readers) connection.heartbeat()
    }, HEARTBEAT_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    if (this.#timer) clearInterval(this.#timer)
    for (const { connection } of this.#readers) connection.close()
    this.#readers.clear()
    await this.#running
  }

  /** true when ticks were seen once and come no more: what is shown does not move on. */
  standsStill(): boolean {
    return this.#lastTick !== null && this.#deps.clock.now() - this.#lastTick > STILL_MS
  }

  /** Called with every arrival, after the readers. */
  watch(watcher: (arrival: Arrival) => void): void {
    this.#watchers.add(watcher)
  }

  each(): Iterable<Connection> {
    return [...this.#readers].map(({ connection }) => connection)
  }

  /**
   * Adds a reader; `lastId` is the last position it saw. Nothing between that and now is missed or told twice: what arrives
   * while old records are read waits, and is then told from the first record that the reading did not reach.
   */
  async add(connection: Connection, lastId: string | null): Promise<void> {
    const reader: Reader = { connection, held: lastId === null ? null : [], overflown: false }
    this.#readers.add(reader)
    this.#metrics.clients.set(this.#readers.size)
    if (lastId === null) return
    let seen: ReadonlyMap<string, number> = new Map()
    try {
      seen = await replay(this.#deps.log, this.#deps.store, connection, lastId, this.#stop.signal)
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'live: old records could not be read')
      connection.gap()
    }
    if (reader.overflown) connection.gap()
    for (let next = reader.held?.shift(); next; next = reader.held?.shift()) {
      const { lane, partition, offset } = next.item.record.position
      if (offset > (seen.get(`${lane} ${partition}`) ?? -1)) this.#tell(connection, next.arrival, next.item.id)
      await connection.drained()
    }
    reader.held = null
  }

  remove(connection: Connection): void {
    for (const reader of this.#readers) if (reader.connection === connection) this.#readers.delete(reader)
    this.#metrics.clients.set(this.#readers.size)
  }

  async #run(): Promise<void> {
    let from = 'now'
    let wait = 100
    while (!this.#stop.signal.aborted) {
      let tail: Tail | null = null
      try {
        tail = await this.#deps.log.tail('mentions', from)
        for (;;) {
          const items = await tail.next({ max: BATCH, waitMs: WAIT_MS, signal: this.#stop.signal })
          if (this.#stop.signal.aborted) return
          await this.#take(items)
          from = items.at(-1)?.id ?? from
          wait = 100
        }
      } catch (error) {
        if (this.#stop.signal.aborted) return
        this.#deps.logger.warn({ err: error, waitMs: wait }, 'live: the log does not answer')
        await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => {})
        wait = Math.min(5000, wait * 2)
      } finally {
        await tail?.close().catch(() => {})
      }
    }
  }

  async #take(items: readonly TailItem[]): Promise<void> {
    if (items.some((item) => item.kind === 'gap')) for (const { connection } of this.#readers) connection.gap()
    const records = items.filter((item) => item.kind === 'record')
    const arrivals = await this.#arrivals.readAll(
      records.map((item) => item.record),
      this.#readers.size > 0,
    )
    for (const [i, item] of records.entries()) {
      this.#hand(item, arrivals[i]!)
      // A turn of the event loop, in which the connections write.
      if (i % TURN_AFTER === TURN_AFTER - 1) await turn()
    }
  }

  #hand(item: RecordItem, arrival: Arrival): void {
    if (arrival.kind === 'tick') this.#lastTick = Math.max(this.#lastTick ?? 0, arrival.at)
    for (const reader of this.#readers) {
      if (!reader.held) this.#tell(reader.connection, arrival, item.id)
      else if (reader.held.length < MAX_HELD) reader.held.push({ item, arrival })
      else reader.overflown = true
    }
    for (const watcher of this.#watchers) watcher(arrival)
  }

  #tell(connection: Connection, arrival: Arrival, id: string): void {
    const n = deliver(connection, arrival, id)
    if (n > 0) this.#metrics.liveEvents.inc({}, n)
  }
}
