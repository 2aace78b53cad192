import { MoodlightError } from '@moodlight/core'
import { backOff } from './back-off.ts'
import type { Place } from './bulk.ts'
import type { Connection } from './connection.ts'

export interface Ref {
  readonly index: string
  readonly id: string
}

export interface Found<T> {
  readonly doc: T
  readonly place: Place
}

/** Documents asked for in one request. */
const MAX_GETS = 1000
const MAX_TRIES = 12

interface Got {
  readonly found?: boolean
  readonly _seq_no?: number
  readonly _primary_term?: number
  readonly _source?: unknown
  readonly error?: { readonly reason?: string; readonly type?: string }
}

/** Documents by id as they are now, also before they are findable; null where there is none. @throws ML_STORE_UNAVAILABLE */
export async function readAll<T>(
  es: Connection,
  refs: readonly Ref[],
  without: readonly string[] = [],
): Promise<(Found<T> | null)[]> {
  const out: (Found<T> | null)[] = new Array(refs.length).fill(null)
  for (let i = 0; i < refs.length; i += MAX_GETS) {
    let open = [...refs.slice(i, i + MAX_GETS).keys()].map((k) => i + k)
    // The server answers for each document by itself: one whose shard is not there yet is asked for again.
    for (let n = 1; open.length > 0; n++) {
      const got = await ask(
        es,
        open.map((at) => refs[at]!),
        without,
      )
      const again: number[] = []
      for (const [k, at] of open.entries()) {
        const one = got[k]!
        if (!one.error || one.error.type === 'index_not_found_exception') out[at] = foundOf<T>(one)
        else if (n < MAX_TRIES) again.push(at)
        else throw new MoodlightError('ML_STORE_UNAVAILABLE', `a document cannot be read (${one.error.type ?? ''})`)
      }
      open = again
      if (open.length > 0) await backOff(n)
    }
  }
  return out
}

async function ask(es: Connection, refs: readonly Ref[], without: readonly string[]): Promise<readonly Got[]> {
  const docs = refs.map(({ index, id }) => ({ _index: index, _id: id }))
  const answer = await es.ask<{ docs: readonly Got[] }>({
    method: 'POST',
    path: '/_mget',
    ...(without.length > 0 && { query: { _source_excludes: without.join(',') } }),
    body: { docs },
  })
  return answer.docs
}

function foundOf<T>(got: Got): Found<T> | null {
  if (!got.found) return null
  return { doc: got._source as T, place: { seq: got._seq_no ?? 0, term: got._primary_term ?? 0 } }
}

export async function readOne<T>(es: Connection, index: string, id: string): Promise<Found<T> | null> {
  return (await readAll<T>(es, [{ index, id }]))[0] ?? null
}

export interface Hit<T> {
  readonly _id: string
  readonly _seq_no?: number
  readonly _primary_term?: number
  readonly _source?: T
  readonly fields?: Readonly<Record<string, readonly unknown[]>>
  readonly sort?: readonly (string | number)[]
}

export interface SearchAnswer<T, A = Record<string, never>> {
  readonly hits: { readonly hits: readonly Hit<T>[]; readonly total?: { readonly value: number } }
  readonly aggregations: A
  readonly timed_out: boolean
  readonly _shards: { readonly failed: number; readonly failures?: readonly { reason?: { reason?: string } }[] }
}

/** A search that is whole: an answer in which a shard is missing is none. */
export async function search<T, A = Record<string, never>>(
  es: Connection,
  index: string,
  body: object,
  query: Readonly<Record<string, string | number | boolean>> = {},
): Promise<SearchAnswer<T, A>> {
  return es.ask<SearchAnswer<T, A>>({
    method: 'POST',
    path: `/${index}/_search`,
    query: { allow_partial_search_results: false, ...query },
    body,
  })
}

/** Makes what was written findable now. */
export async function refresh(es: Connection, ...indices: readonly string[]): Promise<void> {
  await es.call({ method: 'POST', path: `/${indices.join(',')}/_refresh` })
}
