import type { MessagePort } from 'node:worker_threads'
import { remote } from '@moodlight/runtime'
import type { ReaderApi } from '../query/reader-api.ts'
import type { WriterApi } from '../writer.ts'

/** First and only message on the port that `connect()` gives: the ports of the threads behind it. */
export interface Introduction {
  readonly writer: MessagePort
  readonly readers: readonly MessagePort[]
}

/** The threads of the store as one client sees them. */
export interface Threads {
  readonly writer: WriterApi
  /** The reader with the fewest calls under way. */
  read<T>(call: (reader: ReaderApi) => Promise<T>): Promise<T>
  disconnect(): void
}

export function threadsOf({ writer, readers }: Introduction): Threads {
  const seats = readers.map((port) => ({ api: remote<ReaderApi>(port, 'ML_STORE_CLOSED'), busy: 0 }))
  return {
    writer: remote<WriterApi>(writer, 'ML_STORE_CLOSED'),
    async read(call) {
      const seat = seats.reduce((a, b) => (b.busy < a.busy ? b : a))
      seat.busy++
      try {
        return await call(seat.api)
      } finally {
        seat.busy--
      }
    },
    disconnect() {
      writer.close()
      for (const port of readers) port.close()
    },
  }
}
