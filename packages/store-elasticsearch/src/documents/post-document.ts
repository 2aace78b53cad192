import type { PersonLabel, PreparedPost } from '@moodlight/store-rules'
import { nearTerms } from './near.ts'
import { intentWords, kindOf, toldOf } from './told.ts'

/** What every document of the posts index has. */
interface Common {
  readonly id: string
  /** What lists sort by after the time: mention ids begin with it, so the order of posts is that of their mentions. */
  readonly key: string
  /** Orders changes of one pass; rises with every event that an instance takes in. */
  readonly stamp: number
  /** Time of the change, for `changes`. */
  readonly changed: number
  /** The story it was last put in, null: taken out of all. The keeper starts there to put right what a change has moved. */
  readonly story?: string | null
  /** JSON text of labels given by people. */
  readonly corrections?: string
}

/** A stored post with all its mentions: one document, so that both are always of the same revision. */
export interface LivePost extends Common {
  readonly kind: 'post'
  readonly v: number
  readonly origin: string
  /** Stamp of its first arrival: pages end there. */
  readonly born: number
  readonly at: number
  readonly source: string
  readonly language: string
  readonly author?: string
  readonly voter: string
  readonly site?: string
  readonly brands: readonly string[]
  readonly told: readonly string[]
  readonly kinds: readonly string[]
  readonly reasons: readonly string[]
  readonly intents: readonly string[]
  /** Those of `told` that speak for (brand, voter, story). */
  readonly votes: readonly string[]
  readonly hash?: string
  readonly sim?: string
  readonly near?: readonly string[]
  readonly reposted?: string
  readonly stream?: string
  readonly json: string
}

/** Deleted for good, known before or not. Kept for ever: the server would forget a deletion after a minute. */
export interface DeadPost extends Common {
  readonly kind: 'dead'
  readonly at: number
  readonly source: string
  readonly reason: string
}

/** A version that a purge refused: older ones are refused too. */
export interface RefusedPost extends Common {
  readonly kind: 'refused'
  readonly v: number
  /** true: a stored post went with it. */
  readonly gone: boolean
}

/** Past its retention: empty, and removed once its story knows. Whoever reads takes it for none. */
export interface ExpiredPost extends Common {
  readonly kind: 'expired'
}

export type PostDocument = LivePost | DeadPost | RefusedPost | ExpiredPost

export interface Keep {
  readonly stamp: number
  readonly born: number
  readonly story: string | null | undefined
  readonly corrections: readonly PersonLabel[]
}

/** The document of a post. Until the keeper has looked at it, it is a story of its own and all its sure mentions vote. */
export function livePost(p: PreparedPost, { stamp, born, story, corrections }: Keep): LivePost {
  const told = p.mentions.map(toldOf)
  const own = story ?? (told.length > 0 ? wellFormed(p.id) : undefined)
  return {
    kind: 'post',
    id: wellFormed(p.id),
    key: keyOf(p.id),
    v: p.version,
    origin: p.origin,
    stamp,
    born,
    changed: p.changedAt,
    at: p.at,
    source: p.source,
    language: p.language,
    ...(p.author !== null && { author: p.author }),
    voter: wellFormed(p.voter),
    ...(p.site !== null && { site: wellFormed(p.site) }),
    brands: p.mentions.map((m) => m.brand),
    told,
    kinds: [...new Set(p.mentions.map(kindOf))],
    reasons: p.mentions.flatMap((m) => (m.sure && m.counted && m.reason !== null ? [`${m.brand}|${m.reason}`] : [])),
    intents: [...new Set(p.mentions.flatMap(intentWords))],
    votes: told.filter((_, i) => p.mentions[i]!.sure === 1),
    ...(p.hash !== null && { hash: p.hash }),
    ...(p.sim !== null && { sim: p.sim, near: nearTerms(p.sim) }),
    ...(own !== undefined && { story: own }),
    ...(p.repostOf !== null && { reposted: wellFormed(p.repostOf) }),
    ...(p.stream !== null && { stream: p.stream }),
    ...(corrections.length > 0 && { corrections: JSON.stringify(corrections) }),
    json: p.json,
  }
}

/** Half characters cannot be stored as words of an index; the event itself keeps them, as escapes of its JSON. */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}

export function keyOf(id: string): string {
  return `${wellFormed(id)}~`
}
