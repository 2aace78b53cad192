import { MoodlightError } from '@moodlight/core'
import { killPoint } from '@moodlight/pipeline'
import type { Commit, LedgerDelta } from '@moodlight/ports'
import type { Stream } from '../layout.ts'
import { coded, errorOf, retriable, typeOf } from '../wire/kafka-error.ts'
import { byTopic, type Committed, fetchCommits } from '../wire/protocol.ts'
import type { Wire } from '../wire/wire.ts'
import type { Membership } from './membership.ts'
import type { Held, Share } from './share.ts'

/** The group is coming together: our generation is about to change, and the commit is said again under the new one. */
export const CHANGING: ReadonlySet<string> = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
])

/** Where a group stands in a stream. */
interface Place extends Committed {
  readonly stream: Stream
}

export interface CommitterOptions {
  readonly wire: Wire
  readonly groupId: string
  readonly share: Share
  readonly membership: Membership
  /** Writes the outputs. */
  readonly send: (outputs: Commit['outputs']) => Promise<void>
}

/** Commits of one reader: outputs first, then the sums of the ledger, then the offsets with the pointer to the sums. */
export class Committer {
  readonly #options: CommitterOptions
  /** true: the last commit may or may not have been taken. */
  #unsure = false

  constructor(options: CommitterOptions) {
    this.#options = options
  }

  async commit({ next, outputs, ledger }: Commit): Promise<void> {
    const { share, send } = this.#options
    await this.settle()
    const moves = next.map((position) => {
      const held = share.at(position)
      if (!held) throw this.#moved(position.partition)
      if (position.offset < held.committed)
        throw new MoodlightError(
          'ML_LOG_COMMIT_STALE',
          `${held.key}: ${position.offset} is behind the commit ${held.committed}`,
        )
      return { held, offset: position.offset }
    })
    const ahead = moves.filter(({ held, offset }) => offset > held.committed)
    // The same commit once more: it was taken, and what it counted is counted.
    if (next.length > 0 && ahead.length === 0) return
    const anchor = ahead[0]?.held ?? share.all[0]
    if (!anchor) {
      if (ledger.length > 0) throw this.#moved(-1)
      return send(outputs)
    }
    const offsets = ahead.length > 0 ? ahead : [{ held: anchor, offset: anchor.committed }]
    // Each partition has the sums of its own positions: who reads one of them again, since he saw the commit too late, replaces them.
    const counted = new Map<Held, LedgerDelta[]>()
    for (const { partition, ...delta } of ledger) {
      const own = partition === undefined ? anchor : share.at({ lane: delta.lane, partition })
      // What is not ahead is committed, and was counted then.
      if (own && offsets.some(({ held }) => held === own)) counted.set(own, [...(counted.get(own) ?? []), delta])
    }
    const written = new Map<Held, { pointer: string; settled: () => void }>()
    const sums = [...counted].map(async ([held, deltas]) => written.set(held, await held.account.write(deltas)))
    // Without a pointer to it, what is written of the ledger does not count: it need not wait for the outputs.
    await Promise.all([...sums, send(outputs)])
    killPoint('commit.produced')
    await this.#write(
      offsets.map(({ held, offset }) => ({
        held,
        stream: held.buffer.stream,
        offset,
        metadata: written.get(held)?.pointer ?? held.account.pointer,
      })),
    )
    killPoint('commit.placed')
    for (const { settled } of written.values()) settled()
    for (const { held, offset } of ahead) {
      held.committed = offset
      held.handed = Math.max(held.handed, offset)
      held.buffer.done(offset)
    }
  }

  /** Commits positions under our generation, through whatever passes; nothing is committed when the streams are not ours any more. */
  async #write(offsets: readonly (Place & { held: Held })[]): Promise<void> {
    const { wire, groupId, share, membership } = this.#options
    const until = Date.now() + wire.options.retryMs
    for (let attempt = 1; ; attempt++) {
      const lost = offsets.find(({ held }) => !share.holds(held))
      if (lost) throw this.#moved(lost.held.buffer.partition)
      const identity = membership.identity
      let failure: unknown
      try {
        if (!identity) throw this.#moved(offsets[0]!.held.buffer.partition)
        await writeOffsets(wire, groupId, identity, offsets)
        this.#unsure = false
        return
      } catch (error) {
        failure = error
        // No answer does not mean that it was not taken, whatever comes of the further attempts.
        if (!(error instanceof MoodlightError) && !CHANGING.has(typeOf(error))) this.#unsure = true
      }
      if (wire.closing.signal.aborted) throw new MoodlightError('ML_LOG_CLOSED', 'the log is closed')
      if (CHANGING.has(typeOf(failure)) && Date.now() <= until) {
        const now = membership.identity
        if (!membership.joining && now?.generation === identity?.generation && now?.memberId === identity?.memberId) {
          if (typeOf(failure) !== 'REBALANCE_IN_PROGRESS') membership.expelled()
          else await membership.change(50)
        } else if (membership.joining) await membership.change(500)
        continue
      }
      if (failure instanceof MoodlightError) throw failure
      if (!retriable(failure) || Date.now() > until) throw coded(failure, `committing for ${groupId}`)
      await wire.lookAgain(attempt)
    }
  }

  /** Learns what became of a commit that was not answered: else its records would be read, and counted, once more. */
  async settle(): Promise<void> {
    if (!this.#unsure) return
    const { wire, groupId, share } = this.#options
    const all = share.all
    const commits = await wire.retrying(`reading the commits of ${groupId}`, () =>
      fetchCommits(
        wire,
        groupId,
        all.map(({ buffer }) => buffer.stream),
      ),
    )
    for (const held of all) {
      const commit = commits.get(held.key)
      if (!share.holds(held) || !commit || commit.offset < held.committed) continue
      if (commit.metadata !== held.account.pointer) held.account = share.account(held.key, commit.metadata)
      held.committed = commit.offset
      held.handed = Math.max(held.handed, commit.offset)
      held.buffer.done(commit.offset)
    }
    this.#unsure = false
  }

  #moved(partition: number): MoodlightError {
    const { groupId } = this.#options
    return new MoodlightError('ML_LOG_COMMIT_STALE', `group ${groupId}: partition ${partition} is another's now`, {
      details: { group: groupId, partition, moved: true },
    })
  }
}

/** @throws KafkaError */
export async function writeOffsets(
  wire: Wire,
  groupId: string,
  { memberId, generation }: { memberId: string; generation: number },
  offsets: readonly Place[],
): Promise<void> {
  type Answer = { responses: { partitions: { errorCode: number }[] }[] }
  const node = await wire.coordinator(groupId)
  const parts = offsets.map(({ stream, offset, metadata }) => ({ ...stream, offset: String(offset), metadata }))
  const { responses } = await wire.call<Answer>(node, 'data', 'OffsetCommit', {
    groupId,
    groupGenerationId: generation,
    memberId,
    topics: byTopic(parts),
  })
  for (const { partitions } of responses)
    for (const { errorCode } of partitions) {
      const error = errorOf(errorCode)
      if (error) throw error
    }
}
