import { writeFileSync } from 'node:fs'
import { demoDay } from '@moodlight/demo'

const DAY = 86_400_000
/** Long before now, so that no window of the store moves while two runs are compared. */
const ORIGIN = Date.UTC(2026, 0, 20, 12)

/**
 * Writes `posts` lines of our post format, made by the seeded generator: posts, edits, deletions and reposts in four
 * languages, with fixed times. The same arguments give the same file.
 */
export function writePostsFile(path: string, posts: number, seed = 11): void {
  const lines: string[] = []
  for (let back = 1; lines.length < posts; back++) {
    for (const { item, part } of demoDay(seed, ORIGIN - (ORIGIN % DAY) - back * DAY, ORIGIN)) {
      if (lines.length === posts) break
      const network = `demo-${part}`
      if (item.kind === 'tombstone') lines.push(JSON.stringify({ delete: item.nativeId, network, at: item.at }))
      if (item.kind !== 'post') continue
      const {
        kind: _kind,
        nativeId,
        createdAt,
        engagement: _engagement,
        media: _media,
        network: _network,
        ...rest
      } = item
      lines.push(JSON.stringify({ id: nativeId, network, createdAt, ...rest }))
    }
  }
  writeFileSync(path, `${lines.join('\n')}\n`)
}
