import type { Query } from './statements.ts'

/** The generations that are kept, rising. */
export function keptGenerations(q: Query): readonly number[] {
  return (q('SELECT n FROM generation WHERE kept = 1 ORDER BY n').all() as { n: number }[]).map(({ n }) => n)
}
