import type { Lane, LogPosition } from '@moodlight/core'
import { isTransient, MoodlightError } from '@moodlight/core'
import { backoffMs, pause } from '@moodlight/pipeline'
import type { Commit, GroupReader, LogRecord, Topic } from '@moodlight/ports'
import { LANES, type Layout, streamKey } from '../layout.ts'
import type { LedgerBook } from '../ledger/account.ts'
import { Fetcher } from '../read/fetcher.ts'
import { Signal } from '../read/signal.ts'
import { fills, takeFrom } from '../read/take.ts'
import { coded, unreachable } from '../wire/kafka-error.ts'
import type { Wire } from '../wire/wire.ts'
import { CHANGING, Committer } from './committer.ts'
import { Membership } from './membership.ts'
import { register } from './register.ts'
import { type Held, Share } from './share.ts'

export interface ReaderOptions {
  readonly wire: Wire
  readonly layout: Layout
  readonly book: LedgerBook
  readonly group: string
  readonly topic: Topic
  /** A number of its own within the process. */
  readonly number: number
  readonly sessionMs: number
  readonly rebalanceMs: number
  readonly settleMs: number
  readonly send: (outputs: Commit['outputs']) => Promise<void>
  readonly closed: () => void
}

type NextOptions = Parameters<GroupReader['next']>[0]

/** How long a question to the leaders is tried again before `next` says that Kafka is away. */
const PROBE_RETRY_MS = 5000

/** A member of a group: what it holds, what has been fetched of it, and what of that was handed out. */
export class KafkaGroupReader implements GroupReader {
  readonly #options: ReaderOptions
  readonly #groupId: string
  readonly #changed = new Signal()
  readonly #share: Share
  readonly #fetcher: Fetcher
  readonly membership: Membership
  readonly #committer: Committer
  #turn = 0
  #closed = false
  /** Counts what the group said; an answer to an older one is void. */
  #round = 0
  #settling = false
  /** Why the commits of what was assigned cannot be had; it is asked for again meanwhile. */
  #trouble: MoodlightError | null = null

  constructor(options: ReaderOptions) {
    this.#options = options
    const { wire, layout, book, group, topic, number, sessionMs, rebalanceMs, send } = options
    this.#groupId = layout.group(group, topic)
    this.#share = new Share(layout, book, group, topic)
    this.#fetcher = new Fetcher(wire, `fetch-${number}`, this.#changed)
    const membership = {
      wire,
      groupId: this.#groupId,
      topics: LANES.map((lane) => layout.topic(topic, lane)),
      sessionMs,
      rebalanceMs,
      changed: this.#changed,
      held: () => this.#share.partitions,
      assigned: (partitions: readonly number[]) => void this.#assigned(partitions),
      lost: () => this.#lost(),
    }
    this.membership = new Membership(membership, `member-${number}`)
    const { membership: member } = this
    this.#committer = new Committer({ wire, groupId: this.#groupId, share: this.#share, membership: member, send })
    wire.closing.signal.addEventListener('abort', () => this.#changed.rouse(), { once: true })
    member.start()
  }

  get groupId(): string {
    return this.#groupId
  }

  async next(options: NextOptions): Promise<readonly LogRecord[]> {
    const { max, waitMs, lanes = LANES, signal } = options
    const { wire, settleMs } = this.#options
    const until = Date.now() + waitMs
    const settleUntil = Date.now() + Math.max(waitMs, settleMs)
    for (let probed = false; ; ) {
      this.#alive()
      if (signal?.aborted || max <= 0) return []
      if (this.#ready(settleUntil)) {
        const open = this.#share.open.filter(({ buffer }) => lanes.includes(buffer.lane))
        const buffers = open.map(({ buffer }) => buffer)
        if (!probed && !fills(buffers, options)) {
          probed = true
          const look = () => this.#fetcher.probe(buffers, signal)
          await wire.retrying(`reading for ${this.#groupId}`, look, PROBE_RETRY_MS)
          continue
        }
        this.#refuseGap(open)
        const records = takeFrom(buffers, options, ++this.#turn)
        if (records.length > 0) return this.#hand(open, records)
      }
      const { unsettled, stale } = this.membership
      const waits = (unsettled || this.#settling) && !this.#share.inHand ? settleUntil : until
      const left = waits - Date.now()
      if (left <= 0) {
        this.#refuseSilence()
        return []
      }
      await this.#changed.sleep(stale ? Math.min(left, 200) : left, signal)
    }
  }

  async commit(commit: Commit): Promise<void> {
    this.#alive()
    await this.#committer.commit(commit)
    this.#release()
  }

  async rewind(): Promise<void> {
    this.#alive()
    await this.#committer.settle()
    for (const held of this.#share.all) {
      held.buffer.rewind(held.committed)
      held.handed = held.committed
    }
    this.#release()
    this.#fetcher.pump()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#changed.rouse()
    this.#fetcher.close()
    this.#share.clear()
    await this.membership.close()
    this.#options.closed()
  }

  #alive(): void {
    if (this.#closed || this.#options.wire.closing.signal.aborted)
      throw new MoodlightError('ML_LOG_CLOSED', 'the reader is closed')
    const own = this.#trouble && !isTransient(this.#trouble) ? this.#trouble : null
    const fatal = this.membership.fatal ?? this.#fetcher.fatal ?? own
    if (fatal !== null) throw coded(fatal, `reading for ${this.#groupId}`)
  }

  /** Whether something may be handed out, or what is missing would be worth a short wait first. */
  #ready(settleUntil: number): boolean {
    const { joined, stale, nudged } = this.membership
    if (!joined || stale) return false
    return this.#share.inHand || Date.now() >= settleUntil || !(this.#settling || nudged)
  }

  #hand(open: readonly Held[], records: readonly LogRecord[]): readonly LogRecord[] {
    const { layout, topic } = this.#options
    const byKey = new Map(open.map((held) => [held.key, held]))
    for (const { position } of records)
      byKey.get(streamKey(layout.stream(topic, position)))!.handed = position.offset + 1
    this.#fetcher.pump()
    return records
  }

  /** Nothing came, but is it that there is nothing, or that nobody answers? */
  #refuseSilence(): void {
    const { joined, stale, trouble } = this.membership
    const why = stale ? unreachable('the coordinator of the group does not answer') : joined ? this.#trouble : trouble
    if (why) throw coded(why, `reading for ${this.#groupId}`)
  }

  #refuseGap(open: readonly Held[]): void {
    const gone = open.filter(({ buffer }) => buffer.gap !== null)
    if (gone.length === 0) return
    const { group, topic } = this.#options
    const resume = gone.map(
      ({ buffer }): LogPosition => ({ lane: buffer.lane as Lane, partition: buffer.partition, offset: buffer.gap! }),
    )
    const lost = gone.reduce((sum, { buffer, committed }) => sum + buffer.gap! - committed, 0)
    throw new MoodlightError('ML_LOG_GAP', `group ${group}: ${lost} records that it had not committed are gone`, {
      details: { group, topic, resume, lost },
    })
  }

  async #assigned(partitions: readonly number[]): Promise<void> {
    const round = ++this.#round
    this.#share.assign(partitions)
    this.#release()
    const missing = this.#share.missing(partitions)
    this.#settling = missing.length > 0
    this.#trouble = null
    for (let attempt = 1; missing.length > 0 && round === this.#round && !this.#closed; attempt++) {
      const { wire, layout, topic } = this.#options
      try {
        const streams = missing.flatMap((partition) => LANES.map((lane) => layout.stream(topic, { lane, partition })))
        const commits = await wire.retrying(`joining ${this.#groupId}`, () =>
          register(wire, this.#groupId, this.membership.identity, streams),
        )
        if (round !== this.#round || this.#closed) return
        for (const partition of missing) this.#share.add(partition, commits)
        break
      } catch (error) {
        const told = coded(error, `joining ${this.#groupId}`)
        if (told.code === 'ML_LOG_CLOSED' || round !== this.#round) return
        // The group comes together again, and then there is a new round. Anything else `next` has to tell, as long as it lasts.
        if (!CHANGING.has(String(told.details?.['type']))) {
          this.#trouble = told
          this.#changed.rouse()
        }
        await pause(backoffMs(attempt, { baseMs: 100, maxMs: 5000 }), wire.closing.signal)
      }
    }
    if (round !== this.#round || this.#closed) return
    this.#settling = false
    this.#trouble = null
    this.#serve()
  }

  #lost(): void {
    this.#round++
    this.#settling = false
    this.#trouble = null
    this.#share.clear()
    this.#serve()
  }

  /** Gives back what others wait for, as soon as nothing of it is in hand. */
  #release(): void {
    if (this.#share.release()) this.membership.rejoin()
    this.#serve()
  }

  #serve(): void {
    if (this.#closed) return
    this.#fetcher.serve(this.#share.open.map(({ buffer }) => buffer))
    this.#changed.rouse()
  }
}
