import { hammingDistance } from '@moodlight/text'

/** Posts further apart tell different stories, however alike. */
export const STORY_GAP_MS = 72 * 3_600_000
/** Bits in which the similarity of near-copies may differ. */
export const MAX_DISTANCE = 3

/** Whether two contents tell the same thing; a null similarity is too short for near-copies. */
export function sameContent(
  a: { readonly hash: string; readonly sim: string | null },
  b: { readonly hash: string; readonly sim: string | null },
): boolean {
  return a.hash === b.hash || (a.sim !== null && b.sim !== null && hammingDistance(a.sim, b.sim) <= MAX_DISTANCE)
}
