import { renewMeta } from '../apply/meta.ts'
import type { Shared } from '../store.ts'

/** How old what is known of generations may be when a query is answered. */
const META_AGE_MS = 1000

const read = new WeakMap<Shared, number>()

/** The index of the active generation. A process that only reads hears of a switch this way. */
export async function activeIndex(s: Shared): Promise<string> {
  const now = Date.now()
  if (now - (read.get(s) ?? 0) > META_AGE_MS) {
    await renewMeta(s)
    read.set(s, now)
  }
  return s.names.posts(s.meta.active)
}
