import type { Clock } from '@moodlight/core'
import type { PutOptions, StateDoc, StateStore } from '@moodlight/ports'
import { checkLimit, checkPlace, documentText } from '@moodlight/store-rules'
import type { DocumentRow, DocumentWrite } from '../state/documents.ts'
import type { Threads } from './ports.ts'

/** The port in the caller's thread; "now" is the caller's clock. */
export function clientStateStore(
  threads: () => Promise<Threads>,
  clock: Clock,
  close: () => Promise<void>,
): StateStore {
  const read: Threads['read'] = async (call) => (await threads()).read(call)
  const writer = async () => (await threads()).writer
  const prepare = (kind: string, id: string, value: unknown, options: PutOptions = {}): DocumentWrite => {
    checkPlace(kind, id)
    return { kind, id, value: documentText(value), at: clock.now(), options }
  }
  return {
    async get<T>(kind: string, id: string) {
      checkPlace(kind, id)
      const row = await read((r) => r.document(kind, id))
      return row && document<T>(row)
    },
    async put<T>(kind: string, id: string, value: T, options?: PutOptions) {
      const [row] = await (await writer()).write([prepare(kind, id, value, options)])
      return document<T>(row!)
    },
    async putAll(writes) {
      const rows = await (await writer()).write(writes.map((w) => prepare(w.kind, w.id, w.value, w.options)))
      return rows.map((row) => document(row!))
    },
    remove: async (kind, id, options) => (await writer()).remove(prepare(kind, id, null, options)),
    async list<T>(kind: string, page: { limit: number; after?: string; prefix?: string }) {
      checkLimit(page.limit)
      return (await read((r) => r.documents(kind, page))).map((row) => document<T>(row))
    },
    count: (kind) => read((r) => r.documentCount(kind)),
    acquire: async (name, holder, ttlMs) => (await writer()).acquire(name, holder, ttlMs, clock.now()),
    release: async (lease) => (await writer()).release(lease),
    close,
  }
}

function document<T>(row: DocumentRow): StateDoc<T> {
  return { ...row, value: JSON.parse(row.value) as T }
}
