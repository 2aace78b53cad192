import type { Place } from '../client/bulk.ts'
import type { Hit } from '../client/read.ts'

/** A post as stories see it. */
export interface Member {
  /** `_id` of its document. */
  readonly doc: string
  readonly place: Place
  readonly id: string
  readonly key: string
  readonly at: number
  readonly live: boolean
  readonly hash: string | null
  readonly sim: string | null
  readonly story: string | null
  readonly voter: string
  readonly told: readonly string[]
  readonly votes: readonly string[]
}

/** Columns read for {@link memberOf}; no text. */
export const MEMBER_COLUMNS = ['kind', 'id', 'key', 'at', 'hash', 'sim', 'story', 'voter', 'told', 'votes'] as const

export function memberOf(hit: Hit<never>): Member {
  const list = (name: string) => (hit.fields?.[name] ?? []) as readonly string[]
  const one = (name: string) => list(name)[0] ?? null
  return {
    doc: hit._id,
    place: { seq: hit._seq_no ?? 0, term: hit._primary_term ?? 0 },
    id: one('id') ?? '',
    key: one('key') ?? '',
    at: Number(one('at') ?? 0),
    live: one('kind') === 'post',
    hash: one('hash'),
    sim: one('sim'),
    story: one('story'),
    voter: one('voter') ?? '',
    told: list('told'),
    votes: list('votes'),
  }
}
