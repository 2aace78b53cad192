import { type Stream, streamKey } from '../layout.ts'
import { type Committed, fetchCommits, listOffsets, OLDEST } from '../wire/protocol.ts'
import type { Wire } from '../wire/wire.ts'
import { writeOffsets } from './committer.ts'

/**
 * What the group has committed of these streams. Where it has committed nothing, its place is the oldest record, and that is
 * committed at once: from now on the lag of the group is known, and what retention takes from it is a gap and not a late start.
 * @throws KafkaError
 */
export async function register(
  wire: Wire,
  groupId: string,
  identity: { memberId: string; generation: number } | null,
  streams: readonly Stream[],
): Promise<ReadonlyMap<string, Committed>> {
  const commits = await fetchCommits(wire, groupId, streams)
  const fresh = streams.filter((stream) => !commits.has(streamKey(stream)))
  if (fresh.length === 0) return commits
  const oldest = await listOffsets(wire, fresh, OLDEST)
  const first = fresh.map((stream) => ({ stream, offset: oldest.get(streamKey(stream))!, metadata: '' }))
  if (identity) await writeOffsets(wire, groupId, identity, first)
  for (const { stream, ...commit } of first) commits.set(streamKey(stream), commit)
  return commits
}
