import { compareIds, MAX_DISTANCE, STORY_GAP_MS } from '@moodlight/store-rules'
import { hammingDistance } from '@moodlight/text'
import { nearTerms } from '../documents/near.ts'
import { readTold } from '../documents/told.ts'
import type { Member } from './members.ts'

/** What stories and votes of a post ought to be. */
export interface Truth {
  readonly story: string | null
  readonly votes: readonly string[]
}

/**
 * Puts posts into stories: the connected parts of copies and near-copies within 72 hours, named by their earliest post. In each,
 * every voter speaks once for a brand, with the earliest sure mention. `members` must hold every post that any of them is linked to.
 */
export function truthOf(members: readonly Member[]): Map<Member, Truth> {
  const out = new Map<Member, Truth>()
  for (const story of storiesOf(members)) {
    const sorted = story.sort(earlier)
    const spoken = new Set<string>()
    for (const member of sorted) {
      // Told words of one post are of different brands, so their order does not matter.
      const votes = member.told.filter((word) => {
        const { brand, sure } = readTold(word)
        const who = `${brand}\n${member.voter}`
        return sure && !spoken.has(who) && spoken.add(who)
      })
      out.set(member, { story: member.live && member.told.length > 0 ? sorted[0]!.id : null, votes })
    }
  }
  return out
}

/** By time, then as their mentions are ordered. */
export function earlier(a: Member, b: Member): number {
  return a.at - b.at || compareIds(a.key, b.key)
}

function storiesOf(members: readonly Member[]): Member[][] {
  const parent = new Map<Member, Member>(members.map((member) => [member, member]))
  const root = (member: Member): Member => {
    let at = member
    while (parent.get(at) !== at) {
      const up = parent.get(parent.get(at)!)!
      parent.set(at, up)
      at = up
    }
    return at
  }
  for (const same of contents(members)) {
    const sorted = same.sort(earlier)
    // All of them may be linked with each other: those next to each other in time link the rest.
    for (let i = 1; i < sorted.length; i++)
      if (sorted[i]!.at - sorted[i - 1]!.at <= STORY_GAP_MS) parent.set(root(sorted[i]!), root(sorted[i - 1]!))
  }
  const stories = new Map<Member, Member[]>()
  for (const member of members) {
    const top = root(member)
    const story = stories.get(top)
    if (story) story.push(member)
    else stories.set(top, [member])
  }
  return [...stories.values()]
}

/** Sets of posts of which any two tell the same: equal contents, and every two contents that are near-copies. */
function* contents(members: readonly Member[]): Generator<Member[]> {
  const byHash = new Map<string, Member[]>()
  const bySim = new Map<string, Member[]>()
  for (const member of members) {
    if (!member.live || member.hash === null) continue
    add(byHash, member.hash, member)
    if (member.sim !== null) add(bySim, member.sim, member)
  }
  yield* byHash.values()
  const places = new Map<string, string[]>()
  for (const sim of bySim.keys()) for (const term of nearTerms(sim)) add(places, term, sim)
  const paired = new Set<string>()
  for (const sims of places.values())
    for (let i = 0; i < sims.length; i++)
      for (let k = i + 1; k < sims.length; k++) {
        const [a, b] = [sims[i]!, sims[k]!].sort() as [string, string]
        if (hammingDistance(a, b) > MAX_DISTANCE || paired.has(a + b)) continue
        paired.add(a + b)
        yield [...bySim.get(a)!, ...bySim.get(b)!]
      }
  // The same similarity under another hash.
  for (const same of bySim.values()) if (same.length > 1) yield [...same]
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
