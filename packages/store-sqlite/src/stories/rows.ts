import { mentionId } from '@moodlight/core'
import type { Query } from '../db/statements.ts'
import type { MentionRow } from './votes.ts'

/** The mention rows of a post, found along the key. */
export function mentionsOf(
  q: Query,
  post: { readonly generation: number; readonly at: number; readonly id: string; readonly brands: string },
): MentionRow[] {
  if (post.brands === '') return []
  const one = q('SELECT * FROM mention WHERE generation = ? AND brand = ? AND at = ? AND mid = ?')
  return post.brands.split(',').flatMap((brand) => {
    const row = one.get(post.generation, brand, post.at, mentionId(post.id, brand))
    return row ? [row as unknown as MentionRow] : []
  })
}
