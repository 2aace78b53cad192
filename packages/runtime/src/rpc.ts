import { type MessagePort, type TransferListItem, Worker } from 'node:worker_threads'
import { type ErrorCode, fromWire, MoodlightError, toWire, type WireError } from '@moodlight/core'

/**
 * Calls between threads: an object of async methods behind a MessagePort. Errors keep their code. An argument object that
 * holds an AbortSignal under `signal` can be aborted from the other side.
 */
// biome-ignore lint/suspicious/noExplicitAny: any object of async methods can be served
export type Api = Record<string, (...args: any[]) => Promise<unknown>>

type Call = { t: 'call'; id: number; method: string; args: unknown[]; signalAt: number }
type Cancel = { t: 'cancel'; id: number }
type Answer = { t: 'ok'; id: number; value: unknown } | { t: 'error'; id: number; error: WireError }

/** Answers calls that come in on `port` until it closes. */
export function serve(port: MessagePort, api: Api): void {
  const running = new Map<number, AbortController>()
  port.on('message', async (message: Call | Cancel) => {
    if (message.t === 'cancel') return running.get(message.id)?.abort()
    const { id, method, args, signalAt } = message
    if (signalAt >= 0) {
      const controller = new AbortController()
      running.set(id, controller)
      args[signalAt] = { ...(args[signalAt] as object), signal: controller.signal }
    }
    try {
      const handler = Object.hasOwn(api, method) ? api[method] : undefined
      if (!handler) throw new Error(`no such method: ${method}`)
      port.postMessage({ t: 'ok', id, value: await handler(...args) } satisfies Answer)
    } catch (error) {
      port.postMessage({ t: 'error', id, error: toWire(error) } satisfies Answer)
    } finally {
      running.delete(id)
    }
  })
}

/** The other side of {@link serve}: calls become messages. Pending calls are rejected with `closedCode` when the port closes. */
export function remote<T extends object>(port: MessagePort, closedCode: ErrorCode): T {
  let nextId = 1
  let closed = false
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const gone = () => new MoodlightError(closedCode, 'the thread behind this port has ended')
  port.on('message', (message: Answer) => {
    const waiting = pending.get(message.id)
    pending.delete(message.id)
    if (message.t === 'ok') waiting?.resolve(message.value)
    else waiting?.reject(fromWire(message.error))
  })
  port.on('close', () => {
    closed = true
    for (const waiting of pending.values()) waiting.reject(gone())
    pending.clear()
  })
  const call = (method: string, args: unknown[]): Promise<unknown> => {
    if (closed) return Promise.reject(gone())
    const id = nextId++
    const signalAt = args.findIndex(
      (a) => typeof a === 'object' && a !== null && (a as { signal?: unknown }).signal instanceof AbortSignal,
    )
    let sent = args
    if (signalAt >= 0) {
      const { signal, ...rest } = args[signalAt] as { signal: AbortSignal }
      sent = args.with(signalAt, rest)
      const cancel = () => port.postMessage({ t: 'cancel', id } satisfies Cancel)
      if (signal.aborted) queueMicrotask(cancel)
      else signal.addEventListener('abort', cancel, { once: true })
      const settled = new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
      port.postMessage({ t: 'call', id, method, args: sent, signalAt } satisfies Call)
      return settled.finally(() => signal.removeEventListener('abort', cancel))
    }
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject })
      port.postMessage({ t: 'call', id, method, args: sent, signalAt } satisfies Call)
    })
  }
  return new Proxy({} as T, {
    get: (_target, method) =>
      typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(method, args) : undefined,
  })
}

/** What a worker started by {@link spawn} hears on its parentPort: a further client wants to be served. */
export interface ConnectMessage {
  connect: MessagePort
}

/** A worker thread that serves several clients, each over a port of its own. */
export interface ServingWorker {
  readonly worker: Worker
  /** A new port to the worker, to be used here or sent to another thread. */
  connect(): MessagePort
  /** Resolves when the worker has ended by itself or by `worker.terminate()`. */
  readonly ended: Promise<number>
}

/** Starts `url` as a worker that calls {@link serveConnections}. */
export function spawn(url: URL, workerData: unknown, transferList: readonly TransferListItem[] = []): ServingWorker {
  const worker = new Worker(url, { workerData, transferList: [...transferList] })
  const ended = new Promise<number>((resolve) => worker.once('exit', resolve))
  return {
    worker,
    ended,
    connect() {
      const { port1, port2 } = new MessageChannel() as unknown as { port1: MessagePort; port2: MessagePort }
      worker.postMessage({ connect: port2 } satisfies ConnectMessage, [port2])
      return port1
    },
  }
}

/** In the worker: serves `api` to everyone who connects. `parent` is the worker's parentPort. */
export function serveConnections(parent: MessagePort, api: Api): void {
  parent.on('message', (message: ConnectMessage) => {
    if (message.connect) serve(message.connect, api)
  })
}
