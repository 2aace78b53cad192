import { backoffMs, pause } from '@moodlight/pipeline'
import protocol from 'kafkajs/src/consumer/assignerProtocol.js'
import { Signal } from '../read/signal.ts'
import { errorOf, KafkaError, retriable, typeOf } from '../wire/kafka-error.ts'
import type { Wire } from '../wire/wire.ts'
import { assign } from './assign.ts'

const { MemberMetadata, MemberAssignment } = protocol
const PROTOCOL = 'moodlight-1'

export interface MembershipOptions {
  readonly wire: Wire
  readonly groupId: string
  /** Kafka topics of the lanes; partition p of all of them goes to the same member. */
  readonly topics: readonly string[]
  readonly sessionMs: number
  readonly rebalanceMs: number
  /** Partitions held at the moment, with work in hand or not. */
  readonly held: () => readonly number[]
  /** What the member has from now on. */
  readonly assigned: (partitions: readonly number[]) => void
  /** Roused at any change. */
  readonly changed: Signal
  /** The group goes on without this member: nothing that it holds is its own any more. */
  readonly lost: () => void
}

type JoinAnswer = {
  errorCode: number
  generationId: number
  memberId: string
  leaderId: string
  members: readonly { memberId: string; memberMetadata: Buffer }[]
}

/**
 * One member's place in a group: joins, learns its partitions, sends heartbeats, comes together again with the others when the
 * coordinator says so. It has a connection of its own, since a join may wait for others. Rejoining does not stop the reading.
 */
export class Membership {
  readonly #options: MembershipOptions
  readonly #purpose: string
  readonly #closing = new AbortController()
  readonly #poke = new Signal()
  readonly #changed: Signal
  readonly #ended: AbortSignal
  #memberId = ''
  #generation = -1
  #joined = false
  #joining = false
  #rejoin = true
  #nudged = false
  #aliveAt = 0
  #pending = false
  #running: Promise<void> | null = null
  /** A failure that trying again does not mend (rights). */
  fatal: unknown = null
  /** Why it does not get anywhere at the moment. */
  trouble: unknown = null

  constructor(options: MembershipOptions, purpose: string) {
    this.#options = options
    this.#purpose = purpose
    this.#changed = options.changed
    this.#ended = AbortSignal.any([this.#closing.signal, options.wire.closing.signal])
  }

  /** Identity for commits; null while there is none. */
  get identity(): { memberId: string; generation: number } | null {
    return this.#joined ? { memberId: this.#memberId, generation: this.#generation } : null
  }

  /** true once the group has given this member something, or said that there is nothing for it. */
  get joined(): boolean {
    return this.#joined
  }

  /** true: the group is coming together, and the generation is about to change. */
  get joining(): boolean {
    return this.#joining
  }

  /** true: what this member has may change within moments. */
  get unsettled(): boolean {
    return !this.#joined || this.#rejoin || this.#nudged || this.#pending
  }

  /** A member of the same process has come or left, and what that means for us is being asked. */
  get nudged(): boolean {
    return this.#nudged
  }

  /** true: the coordinator has not answered for so long that it may have given our partitions to others. */
  get stale(): boolean {
    return this.#joined && Date.now() - this.#aliveAt > this.#options.sessionMs
  }

  start(): void {
    this.#running ??= this.#loop()
  }

  /** Comes together with the others again, to give back or to get. */
  rejoin(): void {
    this.#rejoin = true
    this.#poke.rouse()
  }

  /** A member of the same process has come or left: asks the coordinator now instead of at the next turn. */
  nudge(): void {
    this.#nudged = true
    this.#poke.rouse()
  }

  /** A commit was refused: the coordinator does not know us, or not as what we were. */
  expelled(): void {
    if (!this.#joined) return
    this.#forget()
    this.rejoin()
  }

  /** Wakes at any change of the above. */
  change(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#changed.sleep(ms, signal)
  }

  /** Leaves, so that the others need not wait for the session to end. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#changed.rouse()
    const { wire, groupId } = this.#options
    // A join under way holds its connection: leaving goes over another one.
    if (this.#memberId !== '')
      await wire
        .coordinator(groupId)
        .then((node) => wire.call(node, 'data', 'LeaveGroup', { groupId, memberId: this.#memberId }, 3000))
        .catch(() => undefined) // The session ends by itself.
    wire.drop(this.#purpose)
    await this.#running
  }

  get #ending(): boolean {
    return this.#ended.aborted
  }

  async #loop(): Promise<void> {
    for (let attempt = 0; !this.#ending; ) {
      try {
        const node = await this.#options.wire.coordinator(this.#options.groupId)
        await this.#attend(node, () => {
          attempt = 0
        })
      } catch (error) {
        if (this.#ending) return
        if (['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'].includes(typeOf(error))) this.#forget()
        else if (!retriable(error) && typeOf(error) !== 'REBALANCE_IN_PROGRESS') {
          this.fatal = error
          this.#changed.rouse()
        } else this.trouble = error
        await pause(backoffMs(++attempt, { baseMs: 30, maxMs: 1000 }), this.#ended)
        if (retriable(error)) await this.#options.wire.refresh().catch(() => undefined)
      }
    }
  }

  /** Joins when that is due, then sends heartbeats to this coordinator until something is wrong. */
  async #attend(node: number, well: () => void): Promise<void> {
    const { wire, groupId, sessionMs } = this.#options
    while (!this.#ending) {
      if (this.#rejoin || !this.#joined) {
        this.#joining = true
        await this.#join(node).finally(() => {
          this.#joining = false
        })
      }
      this.fatal = null
      this.trouble = null
      well()
      this.#changed.rouse()
      if (!this.#nudged && !this.#rejoin) await this.#poke.sleep(sessionMs / 5, this.#ended)
      if (this.#ending || this.#rejoin) continue
      const nudged = this.#nudged
      const sentAt = Date.now()
      const id = { groupId, groupGenerationId: this.#generation, memberId: this.#memberId }
      const answer = await wire.call<{ errorCode: number }>(node, this.#purpose, 'Heartbeat', id, sessionMs)
      const error = errorOf(answer.errorCode)
      if (error && typeOf(error) !== 'REBALANCE_IN_PROGRESS') throw error
      this.#aliveAt = sentAt
      if (error) this.#rejoin = true
      else if (nudged) this.#nudged = false
    }
  }

  async #join(node: number): Promise<void> {
    const { wire, groupId, topics, sessionMs, rebalanceMs } = this.#options
    // What was asked for up to here is answered by this join.
    this.#nudged = false
    const userData = Buffer.from(JSON.stringify({ generation: this.#generation, held: this.#options.held() }))
    const metadata = MemberMetadata.encode({ version: 0, topics: [...topics], userData })
    const ask = () =>
      wire.call<JoinAnswer>(
        node,
        this.#purpose,
        'JoinGroup',
        {
          groupId,
          sessionTimeout: sessionMs,
          rebalanceTimeout: rebalanceMs,
          memberId: this.#memberId,
          protocolType: 'consumer',
          groupProtocols: [{ name: PROTOCOL, metadata }],
        },
        rebalanceMs + sessionMs + 5000,
      )
    let answer = await ask()
    if (typeOf(errorOf(answer.errorCode)) === 'MEMBER_ID_REQUIRED') {
      this.#memberId = answer.memberId
      answer = await ask()
    }
    const error = errorOf(answer.errorCode)
    if (error) throw error
    this.#memberId = answer.memberId
    this.#rejoin = false
    const shares = answer.leaderId === answer.memberId ? this.#shares(answer) : []
    const synced = await wire.call<{ errorCode: number; memberAssignment: Buffer }>(
      node,
      this.#purpose,
      'SyncGroup',
      { groupId, generationId: answer.generationId, memberId: this.#memberId, groupAssignment: shares },
      rebalanceMs + sessionMs,
    )
    const refused = errorOf(synced.errorCode)
    if (refused) {
      this.#rejoin = true
      throw refused
    }
    const assignment = MemberAssignment.decode(synced.memberAssignment)
    if (!assignment) throw new KafkaError('REBALANCE_IN_PROGRESS', 'no assignment came', true)
    this.#generation = answer.generationId
    this.#aliveAt = Date.now()
    this.#joined = true
    this.#pending = (JSON.parse(assignment.userData?.toString() || '{}') as { pending?: boolean }).pending ?? false
    this.#options.assigned(assignment.assignment[topics[0]!] ?? [])
  }

  #shares({ members }: JoinAnswer) {
    const { wire, topics } = this.#options
    const counts = topics.map((topic) => wire.partitions(topic))
    const candidates = members.map(({ memberId, memberMetadata }) => {
      const { userData } = MemberMetadata.decode(memberMetadata)
      const { generation, held } = JSON.parse(userData!.toString()) as { generation: number; held: number[] }
      return { id: memberId, generation, held }
    })
    const { partitions, pending } = assign(candidates, Math.min(...counts))
    return [...partitions].map(([memberId, mine]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({
        version: 0,
        assignment: Object.fromEntries(topics.map((topic) => [topic, [...mine]])),
        userData: Buffer.from(JSON.stringify({ pending })),
      }),
    }))
  }

  #forget(): void {
    this.#memberId = ''
    this.#generation = -1
    this.#joined = false
    this.#rejoin = true
    this.#options.lost()
    this.#changed.rouse()
  }
}
