import { MoodlightError } from '@moodlight/core'
import { backOff } from './back-off.ts'
import type { Connection } from './connection.ts'

/** Where a document was read: a write holds only while it is still there. */
export interface Place {
  readonly seq: number
  readonly term: number
}

export interface Write {
  readonly index: string
  readonly id: string
  /** create: only where there is none. put: over what was read at `place`, or over an older external `version`. */
  readonly action: 'create' | 'put' | 'update' | 'delete'
  readonly place?: Place
  readonly version?: number
  readonly doc?: object
}

/** done: it is stored. conflict: somebody was faster, or a newer version is stored. refused: the server never takes it. */
export type Written =
  | { readonly kind: 'done'; readonly place: Place | null }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string }

/** Small enough that a batch keeps several of the server's threads busy, large enough that the request itself costs nothing. */
const MAX_REQUEST_BYTES = 1_000_000
const MAX_TRIES = 12

interface Line {
  readonly at: number
  readonly text: string
  readonly bytes: number
}

/**
 * Writes documents, each by itself. 2xx and 409 are results; 429 and 5xx of an item are tried again with growing pauses;
 * any other 4xx is a refusal of that item. A request that got no answer is sent again: conditions make that harmless.
 * @throws ML_STORE_UNAVAILABLE when items still fail after all tries; what was written stays written
 */
export async function bulk(es: Connection, writes: readonly Write[]): Promise<Written[]> {
  const results: Written[] = new Array(writes.length)
  let open: Line[] = writes.map((write, at) => lineOf(write, at))
  for (let n = 1; open.length > 0; n++) {
    const again: Line[] = []
    await Promise.all(requestsOf(open).map((lines) => send(es, lines, results, again)))
    open = again
    if (open.length === 0) break
    if (n >= MAX_TRIES)
      throw new MoodlightError('ML_STORE_UNAVAILABLE', `Elasticsearch did not take ${open.length} documents`)
    await backOff(n)
  }
  return results
}

async function send(es: Connection, lines: readonly Line[], results: Written[], again: Line[]): Promise<void> {
  const bytes = lines.reduce((sum, line) => sum + line.bytes, 0)
  const answer = await es.budget.within(bytes, () =>
    es.ask<{ items: readonly Record<string, Item>[] }>({
      method: 'POST',
      path: '/_bulk',
      // Names and versions of every item are as long again as what is asked for.
      query: { filter_path: 'items.*.status,items.*._seq_no,items.*._primary_term,items.*.error.type' },
      lines: lines.map((line) => line.text).join(''),
    }),
  )
  for (const [i, entry] of answer.items.entries()) {
    const item = Object.values(entry)[0]!
    const line = lines[i]!
    if (item.status === 429 || item.status >= 500) again.push(line)
    else results[line.at] = resultOf(item)
  }
}

interface Item {
  readonly status: number
  readonly _seq_no?: number
  readonly _primary_term?: number
  readonly error?: { readonly type?: string; readonly reason?: string }
}

function resultOf(item: Item): Written {
  if (item.status < 300 || (item.status === 404 && !item.error))
    return {
      kind: 'done',
      place: item._seq_no === undefined ? null : { seq: item._seq_no, term: item._primary_term ?? 0 },
    }
  // An update of a document that is gone lost the race as well.
  if (item.status === 409 || item.status === 404) return { kind: 'conflict' }
  return { kind: 'refused', status: item.status, reason: item.error?.type ?? '' }
}

function lineOf(write: Write, at: number): Line {
  const { action, index, id, place, version, doc } = write
  const name = action === 'put' ? 'index' : action
  const head = {
    [name]: {
      _index: index,
      _id: id,
      ...(place && { if_seq_no: place.seq, if_primary_term: place.term }),
      ...(version !== undefined && { version, version_type: 'external' }),
    },
  }
  const body = action === 'delete' ? '' : `${JSON.stringify(action === 'update' ? { doc } : doc)}\n`
  const text = `${JSON.stringify(head)}\n${body}`
  return { at, text, bytes: text.length }
}

function requestsOf(lines: readonly Line[]): Line[][] {
  const out: Line[][] = []
  let bytes = 0
  for (const line of lines) {
    if (out.length === 0 || bytes + line.bytes > MAX_REQUEST_BYTES) {
      out.push([])
      bytes = 0
    }
    out.at(-1)!.push(line)
    bytes += line.bytes
  }
  return out
}
