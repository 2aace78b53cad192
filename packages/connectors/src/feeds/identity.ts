import { createHash } from 'node:crypto'
import type { Entry } from './entry.ts'

/**
 * The identity of each entry inside its feed. A guid is opaque; where it is missing, a bare number, or stands on several
 * entries, the link takes its place, and where that is no better, a hash of title, time and the beginning of the text.
 */
export function identities(entries: readonly Entry[]): string[] {
  const guids = tally(entries.map((e) => e.guid))
  const links = tally(entries.map((e) => e.link))
  return entries.map((entry) => {
    const { guid, link } = entry
    if (guid !== null && guids.get(guid) === 1 && !(link !== null && links.get(link) === 1 && /^\d{1,9}$/.test(guid)))
      return guid
    if (link !== null && links.get(link) === 1) return link
    const seed = JSON.stringify([entry.title, entry.publishedAt, entry.text.slice(0, 200)])
    return `sha256:${createHash('sha256').update(seed).digest('hex').slice(0, 32)}`
  })
}

function tally(values: readonly (string | null)[]): Map<string, number> {
  const n = new Map<string, number>()
  for (const v of values) if (v !== null) n.set(v, (n.get(v) ?? 0) + 1)
  return n
}

/** Hash of what a reader sees: a change of it under the same identity is an edit. */
export function contentHash(entry: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([entry.title, entry.text]))
    .digest('hex')
    .slice(0, 16)
}
