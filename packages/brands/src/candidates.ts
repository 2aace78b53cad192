import type { Token } from '@moodlight/text'
import type { Searchable } from './compile.ts'
import type { Entry } from './entry.ts'
import { judge } from './judge.ts'
import type { Contender } from './longest.ts'
import type { Shape } from './shape.ts'

/** A text that names something more often than this is a list, not a message: the rest is not looked at. */
const MAX_PLACES = 20_000

export interface Place extends Contender {
  readonly entry: Entry
  kind: Shape['kind']
  end: number
}

/** All places in a text where a spelling stands, judged by letters and tokens, and the blocking phrases of each brand applied. */
export function findPlaces(compiled: Searchable, text: string, tokens: readonly Token[]): Place[] {
  const places: Place[] = []
  const blocked: Place[] = []
  compiled.scanner.scan(text, (name, start, end) => {
    for (const entry of compiled.entries[name]!) {
      const token = tokenAt(tokens, start)
      const shape = judge(text, start, end, entry, token)
      // A configured handle or hashtag that merely begins another one is nobody's candidate.
      if (shape.why === 'other-handle' || shape.why === 'other-hashtag') continue
      const stop = shape.kind === 'handle' && entry.type === 'handle' ? token!.end : end
      const list = entry.type === 'blocked' ? blocked : places
      list.push({ entry, name: entry.name, start, end: stop, kind: shape.kind, verdict: shape.verdict, why: shape.why })
    }
    return places.length + blocked.length >= MAX_PLACES
  })
  if (blocked.length > 0) applyBlocked(places, blocked)
  return places
}

/** The token in which the unit at `at` stands. */
export function tokenAt(tokens: readonly Token[], at: number): Token | undefined {
  let lo = 0
  let hi = tokens.length
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (tokens[mid]!.end <= at) lo = mid + 1
    else hi = mid
  }
  const t = tokens[lo]
  return t !== undefined && t.start <= at ? t : undefined
}

/** A blocking phrase of a brand swallows that brand's names inside it. */
function applyBlocked(places: readonly Place[], blocked: readonly Place[]): void {
  const reach = new Map<number, Place[]>()
  for (const b of blocked) {
    if (b.verdict === 'refused') continue
    const list = reach.get(b.entry.brand)
    if (list === undefined) reach.set(b.entry.brand, [b])
    else list.push(b)
  }
  for (const list of reach.values()) list.sort((a, b) => a.start - b.start)
  for (const p of places) {
    const list = reach.get(p.entry.brand)
    if (list === undefined || p.verdict === 'refused') continue
    const by = covering(list, p)
    if (by === null) continue
    p.verdict = 'refused'
    p.why = `blocked:${by.name}`
  }
}

/** A phrase is at most 200 units, with slack 264: only phrases that start so near can cover. */
const MAX_PHRASE = 500

function covering(list: readonly Place[], p: Place): Place | null {
  let lo = 0
  let hi = list.length
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (list[mid]!.start <= p.start) lo = mid + 1
    else hi = mid
  }
  for (let i = lo - 1; i >= 0 && p.start - list[i]!.start <= MAX_PHRASE; i--) {
    if (list[i]!.end >= p.end) return list[i]!
  }
  return null
}
