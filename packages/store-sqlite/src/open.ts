import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { type Clock, systemClock } from '@moodlight/core'
import { remote, type ServingWorker, spawn } from '@moodlight/runtime'
import { type ConnectedStore, connectStore } from './connect.ts'
import type { WorkerData } from './worker.ts'

export interface StoreOptions {
  /** Path of `store.db`; its folder must exist. */
  readonly file: string
  /** Threads that read; default 2. */
  readonly readers?: number
  readonly clock?: Clock
  /** Open although the index was made by another tokeniser, to call `recount({ reindex: true })`; `apply` is refused until then. */
  readonly mend?: boolean
  /** `off` gives up durability; it is for the suite that shows that its test would notice. */
  readonly synchronous?: 'full' | 'off'
}

export interface OpenStore extends ConnectedStore {
  /** A port for {@link connectStore} in another thread. */
  connect(): MessagePort
  /** Waits for the call under way, then closes the file. Calls that come later fail with ML_STORE_CLOSED. */
  close(): Promise<void>
}

/** Starts the threads of `store.db`. @throws ML_STORE_TOKENS, ML_STORE_CORRUPT, ML_STORE_FULL, ML_DATA_UNWRITABLE */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { file, readers = 2, clock = systemClock, mend = false, synchronous = 'full' } = options
  const start = (data: WorkerData) => spawn(new URL('./worker.ts', import.meta.url), data)
  const workers: ServingWorker[] = []
  try {
    const writer = start({ role: 'writer', options: { file, synchronous, mend } })
    workers.push(writer)
    await opened(writer)
    for (let i = 0; i < readers; i++) workers.push(start({ role: 'reader', file }))
    await Promise.all(workers.map(opened))
  } catch (error) {
    await Promise.all(workers.map((w) => w.worker.terminate()))
    throw error
  }
  const connect = (): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    const [writer, ...rest] = workers.map((w) => w.connect()) as [MessagePort, ...MessagePort[]]
    port1.postMessage({ writer, readers: rest }, [writer, ...rest])
    return port2
  }
  const own = connectStore(connect(), clock)
  let closing: Promise<void> | null = null
  const close = () => (closing ??= closeAll(own, workers))
  return {
    store: { ...own.store, close },
    state: { ...own.state, close },
    connect,
    close,
  }
}

async function opened(worker: ServingWorker): Promise<void> {
  const port = worker.connect()
  await remote<{ opened(): Promise<void> }>(port, 'ML_STORE_CLOSED').opened()
  port.close()
}

/** Readers first: the last connection that closes folds the WAL into the file. */
async function closeAll(own: ConnectedStore, workers: readonly ServingWorker[]): Promise<void> {
  await own.store.close()
  const [writer, ...readers] = workers as [ServingWorker, ...ServingWorker[]]
  for (const worker of [...readers, writer]) {
    const port = worker.connect()
    await remote<{ close(): Promise<void> }>(port, 'ML_STORE_CLOSED').close()
    await worker.worker.terminate()
  }
}
