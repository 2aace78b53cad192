import type { Change } from '@moodlight/ports'
import type { Hit } from '../client/read.ts'
import { MEMBER_COLUMNS } from './members.ts'

/** A change that has no number yet. */
export interface Unnumbered {
  readonly stamp: number
  readonly at: number
  readonly kind: Change['kind']
  readonly ref: string
}

/** Columns read for {@link changeOf}. */
export const FACT_COLUMNS = ['kind', 'id', 'at', 'from', 'to', 'stamp'] as const
export const POST_COLUMNS = [...MEMBER_COLUMNS, 'stamp', 'changed', 'gone'] as const

/** What a document that was written says to those who follow the changes; null: nothing. */
export function changeOf(hit: Hit<never>): Unnumbered | null {
  const one = (name: string) => hit.fields?.[name]?.[0]
  const number = (name: string) => Number(one(name) ?? 0)
  const [stamp, ref] = [number('stamp'), String(one('id') ?? '')]
  switch (one('kind')) {
    case 'post':
      return { stamp, at: number('changed'), kind: 'post', ref }
    case 'dead':
    case 'expired':
      return { stamp, at: number('changed'), kind: 'tombstone', ref }
    case 'refused':
      return one('gone') === true ? { stamp, at: number('changed'), kind: 'tombstone', ref } : null
    case 'engagement':
    case 'settings':
    case 'purge':
      return { stamp, at: number('at'), kind: one('kind') as Change['kind'], ref }
    case 'hole':
      return { stamp, at: one('to') === undefined ? number('from') : number('to'), kind: 'hole', ref }
    default:
      return null
  }
}
