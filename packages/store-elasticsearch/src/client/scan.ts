import type { Connection } from './connection.ts'
import { type Hit, search } from './read.ts'

/** All hits of a search in pages along its sort, which must tell every two documents apart. */
export async function* scan<T>(
  es: Connection,
  index: string,
  body: { readonly sort: readonly object[] } & Readonly<Record<string, unknown>>,
  { size = 1000, query = {} }: { size?: number; query?: Readonly<Record<string, string | number | boolean>> } = {},
): AsyncGenerator<readonly Hit<T>[]> {
  let after: Hit<T>['sort'] | undefined
  for (;;) {
    const whole: object = { ...body, size, track_total_hits: false, ...(after && { search_after: after }) }
    const hits: readonly Hit<T>[] = (await search<T>(es, index, whole, query)).hits.hits
    if (hits.length > 0) yield hits
    if (hits.length < size) return
    after = hits.at(-1)?.sort
  }
}
