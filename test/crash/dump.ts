import { createHash } from 'node:crypto'
import { canonicalDump } from '@moodlight/store-sqlite'

/** What is left of a canonical dump for comparison: the clock of ticks is the wall's and differs between two runs. */
export function* comparable(file: string): Generator<string> {
  for (const line of canonicalDump(file)) {
    const [kind, value] = JSON.parse(line) as [string, Record<string, unknown>]
    if (kind === 'settings') continue
    if (kind === 'totals') {
      const { clock: _clock, horizon: _horizon, ...rest } = value
      yield JSON.stringify([kind, rest])
    } else yield line
  }
}

export interface Digest {
  readonly lines: number
  readonly posts: number
  readonly hash: string
}

export function digest(file: string): Digest {
  const hash = createHash('sha256')
  let lines = 0
  let posts = 0
  for (const line of comparable(file)) {
    lines++
    if (line.startsWith('["post"')) posts++
    hash.update(line).update('\n')
  }
  return { lines, posts, hash: hash.digest('hex') }
}

/** The first lines in which two stores differ, for a person to look at. */
export function differences(a: string, b: string, most = 5): string[] {
  const left = new Set(comparable(a))
  const found: string[] = []
  for (const line of comparable(b)) {
    if (left.delete(line)) continue
    found.push(`+ ${line.slice(0, 300)}`)
    if (found.length >= most) return found
  }
  for (const line of left) {
    found.push(`- ${line.slice(0, 300)}`)
    if (found.length >= most) break
  }
  return found
}
