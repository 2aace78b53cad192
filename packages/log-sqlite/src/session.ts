import { type LogPosition, MoodlightError } from '@moodlight/core'
import type { AuthorKeyString, LedgerDelta, Topic } from '@moodlight/ports'
import { Batch } from './batch.ts'
import type { LogCore } from './core.ts'
import { expunge } from './expunge.ts'
import type { NextOptions, SqliteGroupReader } from './group-reader.ts'
import { lag } from './lag.ts'
import type { SqliteTail } from './tail-reader.ts'
import type { NewColumns, WireCommit } from './wire.ts'

/** What one client of the thread can call. Its readers and tails go with it when its port closes. */
export type SessionApi = ReturnType<typeof openSession>['api']

export function openSession(core: LogCore) {
  const { api, end } = sessionOf(core)
  // Whatever SQLite says on the way leaves as an error of ours.
  const call =
    (method: (...args: never[]) => Promise<unknown>) =>
    async (...args: never[]) => {
      try {
        return await method(...args)
      } catch (error) {
        throw core.coded(error)
      }
    }
  const codedApi = Object.fromEntries(Object.entries(api).map(([name, method]) => [name, call(method)])) as typeof api
  return { api: codedApi, end }
}

function sessionOf(core: LogCore) {
  const readers = new Map<number, SqliteGroupReader>()
  const tails = new Map<number, SqliteTail>()
  let handles = 0
  const reader = (handle: number) => found(readers.get(handle))
  const tail = (handle: number) => found(tails.get(handle))
  const end = () => {
    for (const open of [...readers.values(), ...tails.values()]) open.close()
    readers.clear()
    tails.clear()
  }
  const api = {
    async hello() {
      return { partitions: core.layout.partitions }
    },
    append: (topic: Topic, records: NewColumns, ledger: readonly LedgerDelta[]) => core.append(topic, records, ledger),
    async readerOpen(group: string, topic: Topic) {
      const opened = await core.reader(group, topic)
      readers.set(++handles, opened)
      return handles
    },
    async readerNext(handle: number, options: NextOptions) {
      return (await reader(handle).next(options))?.columns() ?? null
    },
    async readerCommit(handle: number, commit: WireCommit) {
      await reader(handle).commit(commit)
    },
    async readerRewind(handle: number) {
      reader(handle).rewind()
    },
    async readerClose(handle: number) {
      readers.get(handle)?.close()
      readers.delete(handle)
    },
    async tailOpen(topic: Topic, from: string) {
      tails.set(++handles, core.tail(topic, from))
      return handles
    },
    tailNext: async (handle: number, options: { max: number; waitMs: number; signal?: AbortSignal }) =>
      tail(handle).next(options),
    async tailClose(handle: number) {
      tails.get(handle)?.close()
      tails.delete(handle)
    },
    async ledger() {
      return core.ledger.rows()
    },
    async lag() {
      return lag(core)
    },
    expunge: (what: { keys: readonly string[]; authors: readonly AuthorKeyString[] }) => expunge(core, what),
    async read(topic: Topic, at: LogPosition) {
      const batch = new Batch()
      const stream = core.layout.stream(topic, at.lane, at.partition)
      if (at.partition < core.layout.partitions && at.offset < core.segments.head(stream))
        core.segments.read(stream, at.offset, { records: 1, bytes: 0, force: true }, batch)
      return batch.offsets[0] === at.offset ? batch.columns() : null
    },
    async end() {
      end()
    },
  }
  return { api, end }
}

function found<T>(open: T | undefined): T {
  if (open === undefined) throw new MoodlightError('ML_LOG_CLOSED', 'the reader is closed')
  return open
}
