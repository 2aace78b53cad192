import type { Clock, Millis, SourceKind } from '@moodlight/core'
import { type DeliveryReport, type SourceHealth, STATE_KINDS, type StateStore } from '@moodlight/ports'

/** What is known of a source: the documents behind /api/v1/sources (StateStore, kind `source`, id: the source). */
export interface SourceStatus {
  readonly source: string
  readonly type: string
  readonly network: string
  readonly kind: SourceKind
  readonly state: SourceHealth['state']
  readonly detail: string
  readonly until: Millis | null
  /** Since when it is in this state. */
  readonly since: Millis
  /** Newest `at` of a post that was accepted. */
  readonly newest: Millis | null
  /** Counts over all time. */
  readonly accepted: number
  readonly dropped: Readonly<Record<string, number>>
  readonly dead: number
  /** When the program last ran with this source: what lies between this and the next start was not heard. */
  readonly aliveAt: Millis
}

const EVERY_MS = 5_000

/** Keeps the status of one source and writes it: at once when the state changes, else every few seconds. */
export class StatusKeeper {
  readonly #state: StateStore
  readonly #clock: Clock
  #now: SourceStatus
  #writtenAt = 0
  #writing: Promise<void> = Promise.resolve()
  #queued = false

  private constructor(state: StateStore, clock: Clock, status: SourceStatus) {
    this.#state = state
    this.#clock = clock
    this.#now = status
  }

  /** Goes on with the counts of the last run. `before`: the status as it was found. */
  static async open(
    state: StateStore,
    clock: Clock,
    source: Pick<SourceStatus, 'source' | 'type' | 'network' | 'kind'>,
  ): Promise<{ keeper: StatusKeeper; before: SourceStatus | null }> {
    const before = (await state.get<SourceStatus>(STATE_KINDS.source, source.source))?.value ?? null
    const fresh = { newest: null, accepted: 0, dropped: {}, dead: 0 }
    const now = clock.now()
    const status: SourceStatus = {
      ...fresh,
      ...before,
      ...source,
      state: 'connecting',
      detail: '',
      until: null,
      since: now,
      aliveAt: now,
    }
    return { keeper: new StatusKeeper(state, clock, status), before }
  }

  get status(): SourceStatus {
    return this.#now
  }

  health(health: SourceHealth): void {
    const now = this.#clock.now()
    const changed = health.state !== this.#now.state
    this.#now = {
      ...this.#now,
      ...health,
      detail: health.detail.slice(0, 500),
      since: changed ? now : this.#now.since,
      aliveAt: now,
    }
    if (changed) this.#write()
    else this.beat()
  }

  delivered(report: DeliveryReport & { newest: Millis | null }): void {
    const dropped = { ...this.#now.dropped }
    for (const [reason, n] of Object.entries(report.dropped)) dropped[reason] = (dropped[reason] ?? 0) + n
    const newest = report.newest === null ? this.#now.newest : Math.max(report.newest, this.#now.newest ?? 0)
    const accepted = this.#now.accepted + report.accepted
    this.#now = { ...this.#now, newest, accepted, dropped, dead: this.#now.dead + report.dead }
    this.beat()
  }

  /** Writes when the last write is long enough ago. */
  beat(): void {
    this.#now = { ...this.#now, aliveAt: this.#clock.now() }
    if (Math.abs(this.#clock.now() - this.#writtenAt) >= EVERY_MS) this.#write()
  }

  /** The last word. */
  async close(): Promise<void> {
    this.#write()
    await this.#writing
  }

  #write(): void {
    this.#writtenAt = this.#clock.now()
    if (this.#queued) return
    this.#queued = true
    this.#writing = this.#writing.then(async () => {
      this.#queued = false
      // A status that cannot be written now is written at the next beat; posts matter more.
      await this.#state.put(STATE_KINDS.source, this.#now.source, this.#now).catch(() => undefined)
    })
  }
}
