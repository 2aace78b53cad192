/** A member of a group as it presents itself when the group comes together. */
export interface Candidate {
  readonly id: string
  /** Generation in which it was given what it holds; claims of an older one are void. */
  readonly generation: number
  /** Partitions that it holds, work in hand of them included. */
  readonly held: readonly number[]
}

export interface Assignment {
  readonly partitions: ReadonlyMap<string, readonly number[]>
  /** true: some partitions wait until their holder has finished with them; the group comes together once more then. */
  readonly pending: boolean
}

/**
 * Shares the partitions of a topic (both lanes together) evenly. What a member holds, it keeps, up to its part; what it holds
 * beyond goes to nobody yet: the holder first finishes what is in hand, lets go, and the group comes together again. So no
 * record goes to two members because one joined, and a member with slow work holds up nobody but its own partitions.
 */
export function assign(members: readonly Candidate[], partitions: number): Assignment {
  const holder = new Map<number, Candidate>()
  for (const member of members)
    for (const p of member.held) {
      const other = holder.get(p)
      if (p < partitions && (!other || other.generation < member.generation)) holder.set(p, member)
    }
  const heldBy = (member: Candidate) =>
    [...new Set(member.held)].filter((p) => holder.get(p) === member).sort((a, b) => a - b)
  const all = members
    .map((member) => ({ id: member.id, held: heldBy(member) }))
    .sort((a, b) => b.held.length - a.held.length || (a.id < b.id ? -1 : 1))
  const least = Math.floor(partitions / Math.max(1, all.length))
  const withOneMore = partitions % Math.max(1, all.length)
  const given = new Map<string, number[]>()
  const free = Array.from({ length: partitions }, (_, p) => p).filter((p) => !holder.has(p))
  let pending = false
  for (const [i, { id, held }] of all.entries()) {
    const part = least + (i < withOneMore ? 1 : 0)
    given.set(id, held.slice(0, part))
    if (held.length > part) pending = true
  }
  for (const [i, { id }] of all.entries()) {
    const part = least + (i < withOneMore ? 1 : 0)
    const mine = given.get(id)!
    while (mine.length < part && free.length > 0) mine.push(free.shift()!)
  }
  return { partitions: given, pending }
}
