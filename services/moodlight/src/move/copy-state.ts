import { STATE_KINDS, type StateStore } from '@moodlight/ports'

/** What goes along, in this order: the suppression list before any post, settings last, since by them services see that all is there. */
const KINDS = [
  STATE_KINDS.suppression,
  STATE_KINDS.deadLetter,
  STATE_KINDS.brand,
  STATE_KINDS.revision,
  STATE_KINDS.cursor,
  STATE_KINDS.source,
  STATE_KINDS.import,
  STATE_KINDS.settings,
] as const
const PAGE = 100

export const STATE_FIRST = KINDS.slice(0, 1)
export const STATE_LAST = KINDS.slice(1)

/** Copies the documents of these kinds; what is there already is written again. Returns how many there are, by kind. */
export async function copyState(
  from: StateStore,
  to: StateStore,
  kinds: readonly string[],
  skip: (kind: string, id: string) => boolean,
): Promise<ReadonlyMap<string, number>> {
  const copied = new Map<string, number>()
  for (const kind of kinds) {
    let n = 0
    for (let after: string | undefined; ; ) {
      const docs = await from.list(kind, { limit: PAGE, ...(after !== undefined && { after }) })
      const wanted = docs.filter(({ id }) => !skip(kind, id))
      if (wanted.length > 0) await to.putAll(wanted.map(({ id, value }) => ({ kind, id, value })))
      n += wanted.length
      after = docs.at(-1)?.id
      if (docs.length < PAGE) break
    }
    copied.set(kind, n)
  }
  return copied
}
