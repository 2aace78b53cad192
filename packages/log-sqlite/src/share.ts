import type { Topic } from '@moodlight/ports'
import { LANES, type Layout } from './layout.ts'
import type { Positions } from './positions.ts'

/** How far a reader has come in one stream: offsets looked at, and handed out (a commit covers only what was handed out). */
export interface Cursor {
  scanned: number
  handed: number
}

/** One reader of a group, as far as the sharing of partitions goes. */
export class Member {
  readonly cursors = new Map<number, Cursor>()
  closed = false
}

/**
 * How the readers of one (group, topic) share its partitions: partition p belongs to the reader p modulo their number, in
 * order of joining. A partition changes hands only when its holder has committed all that it was handed out of it, or has
 * rewound or closed; until then the holder gets nothing new of it. So nothing is delivered twice because a reader joined.
 */
export class Share {
  readonly #group: string
  readonly #topic: Topic
  readonly #layout: Layout
  readonly #positions: Positions
  readonly #members: Member[] = []
  readonly #holders: (Member | null)[]

  constructor(group: string, topic: Topic, layout: Layout, positions: Positions) {
    this.#group = group
    this.#topic = topic
    this.#layout = layout
    this.#positions = positions
    this.#holders = Array.from({ length: layout.partitions }, () => null)
  }

  join(): Member {
    const member = new Member()
    this.#members.push(member)
    this.settle()
    return member
  }

  leave(member: Member): void {
    member.closed = true
    const at = this.#members.indexOf(member)
    if (at >= 0) this.#members.splice(at, 1)
    for (const [p, holder] of this.#holders.entries()) if (holder === member) this.#holders[p] = null
    this.settle()
  }

  holds(member: Member, partition: number): boolean {
    return this.#holders[partition] === member
  }

  /** The partitions of which the member may be handed something new. */
  open(member: Member): number[] {
    return this.#holders.flatMap((holder, p) => (holder === member && this.#target(p) === member ? [p] : []))
  }

  cursor(member: Member, stream: number): Cursor {
    let cursor = member.cursors.get(stream)
    if (!cursor) {
      const next = this.#positions.next(this.#group, stream)
      cursor = { scanned: next, handed: next }
      member.cursors.set(stream, cursor)
    }
    return cursor
  }

  rewind(member: Member): void {
    member.cursors.clear()
    this.settle()
  }

  /** Hands partitions over where that is due and possible. */
  settle(): void {
    for (const [p, holder] of this.#holders.entries()) {
      const target = this.#target(p)
      if (holder === target || (holder && this.#inFlight(holder, p))) continue
      this.#holders[p] = target
      for (const stream of this.#streams(p)) {
        holder?.cursors.delete(stream)
        target?.cursors.delete(stream)
      }
    }
  }

  #target(partition: number): Member | null {
    return this.#members[partition % this.#members.length] ?? null
  }

  #inFlight(member: Member, partition: number): boolean {
    return this.#streams(partition).some((stream) => {
      const cursor = member.cursors.get(stream)
      return cursor !== undefined && cursor.handed > this.#positions.next(this.#group, stream)
    })
  }

  #streams(partition: number): number[] {
    return LANES.map((lane) => this.#layout.stream(this.#topic, lane, partition))
  }
}
