import type { PutOptions, StateStore } from '@moodlight/ports'
import { checkLimit, checkPlace, documentText } from '@moodlight/store-rules'
import { readOne, refresh, search } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import { wellFormed } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { placeOf, type StateDocument, toDoc } from './documents.ts'
import { acquireLease, releaseLease } from './leases.ts'
import { type StateWrite, writeDocuments } from './writes.ts'

/** Values of one answer: documents have up to 1 MiB. */
const PAGE = 100

/** The port StateStore over one small index. Reading by id sees every write at once; lists make all findable first. */
export function elasticsearchStateStore(s: Shared, close: () => Promise<void>): StateStore {
  const prepare = (kind: string, id: string, value: unknown, options: PutOptions = {}): StateWrite => {
    checkPlace(kind, id)
    return { kind, id, value: documentText(value), options }
  }
  return {
    async get<T>(kind: string, id: string) {
      checkPlace(kind, id)
      const found = await readOne<StateDocument>(s.es, s.names.state, placeOf(kind, id))
      return found && toDoc<T>(found.doc)
    },
    async put<T>(kind: string, id: string, value: T, options?: PutOptions) {
      const [doc] = await writeDocuments(s, [prepare(kind, id, value, options)])
      return toDoc<T>(doc!)
    },
    async putAll(writes) {
      if (writes.length === 0) return []
      const docs = await writeDocuments(
        s,
        writes.map((w) => prepare(w.kind, w.id, w.value, w.options)),
      )
      return docs.map((doc) => toDoc(doc!))
    },
    async remove(kind, id, options = {}) {
      checkPlace(kind, id)
      const before = await readOne<StateDocument>(s.es, s.names.state, placeOf(kind, id))
      await writeDocuments(s, [{ kind, id, value: null, options }])
      return before !== null
    },
    async list<T>(kind: string, page: { limit: number; after?: string; prefix?: string }) {
      const limit = checkLimit(page.limit)
      await refresh(s.es, s.names.state)
      const filter = [
        { term: { kind } },
        ...(page.after ? [{ range: { id: { gt: wellFormed(page.after) } } }] : []),
        ...(page.prefix ? [{ prefix: { id: { value: wellFormed(page.prefix) } } }] : []),
      ]
      const body = { query: { bool: { filter } }, sort: [{ id: 'asc' }] }
      const found: StateDocument[] = []
      for await (const hits of scan<StateDocument>(s.es, s.names.state, body, { size: Math.min(limit, PAGE) })) {
        found.push(...hits.map((hit) => hit._source!))
        if (found.length >= limit) break
      }
      return found.slice(0, limit).map((doc) => toDoc<T>(doc))
    },
    async count(kind) {
      await refresh(s.es, s.names.state)
      const body = { size: 0, track_total_hits: true, query: { term: { kind } } }
      return (await search<never>(s.es, s.names.state, body)).hits.total?.value ?? 0
    },
    acquire: (name, holder, ttlMs) => acquireLease(s, name, holder, ttlMs),
    release: (lease) => releaseLease(s, lease),
    close,
  }
}
