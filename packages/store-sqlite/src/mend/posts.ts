import type { PostRow } from '../apply/write-post.ts'
import type { Query } from '../db/statements.ts'

const STEP = 500

/** All stored posts in steps along the key, so that memory stays flat. */
export function* allPosts(q: Query): Generator<readonly PostRow[]> {
  let after = 0
  for (;;) {
    const rows = q(`SELECT * FROM post WHERE pid > ? ORDER BY pid LIMIT ${STEP}`).all(after) as unknown as PostRow[]
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.pid
  }
}
