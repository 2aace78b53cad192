import type { DatabaseSync } from 'node:sqlite'
import { MoodlightError } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'
import type { Layout } from './layout.ts'
import type { Segments } from './segments.ts'

/** What the registered groups have committed: the offset that each reads next, per stream. */
export class Positions {
  readonly #db: DatabaseSync
  readonly #layout: Layout
  readonly #segments: Segments
  #groups = new Map<string, Map<number, number>>()

  constructor(db: DatabaseSync, layout: Layout, segments: Segments) {
    this.#db = db
    this.#layout = layout
    this.#segments = segments
    for (const row of db.prepare('SELECT grp, stream, next FROM position').all())
      this.#of(row['grp'] as string).set(row['stream'] as number, row['next'] as number)
  }

  snapshot() {
    return new Map([...this.#groups].map(([group, streams]) => [group, new Map(streams)]))
  }

  restore(snapshot: ReturnType<Positions['snapshot']>): void {
    this.#groups = snapshot
  }

  registered(group: string, topic: Topic): boolean {
    return this.#groups.get(group)?.has(this.#layout.stream(topic, 'live', 0)) ?? false
  }

  /** Within a transaction. A new group starts at the oldest record of every stream, and from now on holds retention. */
  register(group: string, topic: Topic): void {
    if (this.registered(group, topic)) return
    for (const stream of this.#layout.ofTopic(topic)) this.#write(group, stream, this.#segments.floor(stream))
  }

  next(group: string, stream: number): number {
    return this.#groups.get(group)?.get(stream) ?? 0
  }

  /** The lowest position of any registered group in a stream; Infinity when none is registered. */
  lowest(stream: number): number {
    let lowest = Number.POSITIVE_INFINITY
    for (const streams of this.#groups.values()) lowest = Math.min(lowest, streams.get(stream) ?? lowest)
    return lowest
  }

  /** Every registered (group, topic). */
  all(topics: readonly Topic[]): { group: string; topic: Topic }[] {
    return [...this.#groups.keys()].flatMap((group) =>
      topics.filter((topic) => this.registered(group, topic)).map((topic) => ({ group, topic })),
    )
  }

  /** Before a transaction writes anything: refuses moves that go back, or past the end. */
  check(group: string, moves: ReadonlyMap<number, number>): void {
    for (const [stream, next] of moves) {
      const { lane, partition } = this.#layout.position(stream, next)
      const where = { group, lane, partition, next }
      if (next < this.next(group, stream))
        throw new MoodlightError(
          'ML_LOG_COMMIT_STALE',
          `group ${group}: ${next} is behind the commit ${this.next(group, stream)}`,
          { details: where },
        )
      if (next > this.#segments.head(stream))
        throw new MoodlightError('ML_INTERNAL', `group ${group}: ${next} is past the end of the log`, {
          details: where,
        })
    }
  }

  /** Within a transaction, after {@link check}. */
  advance(group: string, moves: ReadonlyMap<number, number>): void {
    for (const [stream, next] of moves) if (next !== this.next(group, stream)) this.#write(group, stream, next)
  }

  #write(group: string, stream: number, next: number): void {
    this.#db
      .prepare(
        'INSERT INTO position (grp, stream, next) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next',
      )
      .run(group, stream, next)
    this.#of(group).set(stream, next)
  }

  #of(group: string): Map<number, number> {
    let streams = this.#groups.get(group)
    if (!streams) {
      streams = new Map()
      this.#groups.set(group, streams)
    }
    return streams
  }
}
