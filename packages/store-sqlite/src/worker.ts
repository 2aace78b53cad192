import { parentPort, workerData } from 'node:worker_threads'
import { serveConnections } from '@moodlight/runtime'
import { createReaderApi } from './query/reader-api.ts'
import { createWriter, type WriterOptions } from './writer.ts'

/** Entry of the threads of the store: one writes, the others read. Opening is a call, so that its errors reach the caller. */
export type WorkerData =
  | { readonly role: 'writer'; readonly options: WriterOptions }
  | { readonly role: 'reader'; readonly file: string }

const data = workerData as WorkerData
const opened =
  data.role === 'writer' ? attempt(() => createWriter(data.options)) : attempt(() => createReaderApi(data.file))

if (!parentPort) throw new Error('worker.ts runs as a worker thread')
serveConnections(
  parentPort as never,
  {
    ...('api' in opened ? (opened.api as object) : {}),
    async opened() {
      if ('error' in opened) throw opened.error
    },
  } as never,
)

function attempt<T>(open: () => T): { api: T } | { error: unknown } {
  try {
    return { api: open() }
  } catch (error) {
    return { error }
  }
}
