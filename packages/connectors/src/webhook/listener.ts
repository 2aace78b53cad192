import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, BlockList, isIP } from 'node:net'
import { MoodlightError } from '@moodlight/core'
import type { HookAnswer, HookRequest, WebhookConnector } from './connector.ts'

export interface HookListenerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Said by the operator's file: other addresses than loopback may be bound (every message is signed in any case). */
  readonly allowPublic: boolean
  /** The sources by id; asked at each request, so that they may come and go. */
  source(id: string): WebhookConnector | undefined
  /** A request must be complete within this time, headers included. */
  readonly requestTimeoutMs?: number
  readonly maxConnections?: number
}

export interface HookListener {
  readonly host: string
  readonly port: number
  /** Takes no more requests, lets the running ones end (for at most `graceMs`), closes. */
  close(graceMs?: number): Promise<void>
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

export function isLoopback(host: string): boolean {
  const family = isIP(host)
  return host === 'localhost' || (family !== 0 && loopback.check(host, family === 6 ? 'ipv6' : 'ipv4'))
}

/**
 * Starts the one HTTP listener of all webhook sources: `POST /hooks/<source>`.
 * @throws ML_BIND_REFUSED for an address beyond loopback without `allowPublic`; ML_PORT_IN_USE.
 */
export async function listenForHooks(options: HookListenerOptions): Promise<HookListener> {
  if (!isLoopback(options.host) && !options.allowPublic)
    throw new MoodlightError(
      'ML_BIND_REFUSED',
      `webhooks on ${options.host} need allowPublic: true in the configuration`,
    )
  const timeout = options.requestTimeoutMs ?? 30_000
  const server = createServer({
    requestTimeout: timeout,
    headersTimeout: Math.min(timeout, 10_000),
    keepAliveTimeout: 10_000,
    connectionsCheckingInterval: Math.min(timeout, 2_000),
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = options.maxConnections ?? 500
  server.on('request', (request, response) => void answer(request, response, options))
  await listening(server, options)
  const address = server.address() as AddressInfo
  return {
    host: address.address,
    port: address.port,
    close: (graceMs = 5_000) =>
      new Promise((resolve) => {
        const force = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** How long a sender that was refused may go on sending before its connection goes. */
const LINGER_MS = 2_000

function listening(server: Server, { host, port }: HookListenerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new MoodlightError('ML_PORT_IN_USE', `port ${port} on ${host} is taken`, { details: { port } })
          : error,
      ),
    )
    server.listen(port, host, () => resolve())
  })
}

async function answer(request: IncomingMessage, response: ServerResponse, options: HookListenerOptions): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const id = /^\/hooks\/([a-z0-9-]{1,64})$/.exec(path)?.[1]
  const source = id === undefined ? undefined : options.source(id)
  let result: HookAnswer
  if (!source) result = { status: 404, body: { error: { code: 'ML_NOT_FOUND', message: 'there is no such hook' } } }
  else if (request.method !== 'POST')
    result = { status: 405, body: { error: { code: 'ML_QUERY_INVALID', message: 'send POST' } } }
  else result = await source.handle(asHook(request))
  if (response.destroyed) return
  const text = Buffer.from(JSON.stringify(result.body))
  // What was not read of the body must not be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close')
  if (result.retryAfter !== undefined) response.setHeader('retry-after', String(result.retryAfter))
  if (result.status === 405) response.setHeader('allow', 'POST')
  response.writeHead(result.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
    'cache-control': 'no-store',
  })
  response.write(text)
  // A connection that is closed over unread bytes is reset, and the answer lost with it: the rest is read first, for a while.
  if (!request.complete) await restOf(request)
  response.end()
}

function restOf(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(), LINGER_MS)
    request.once('close', () => {
      clearTimeout(limit)
      resolve()
    })
    request.resume()
  })
}

function asHook(request: IncomingMessage): HookRequest {
  return {
    header(name) {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    async body(maxBytes) {
      const tooLarge = () => new MoodlightError('ML_SOURCE_TOO_LARGE', `the body is over ${maxBytes} bytes`)
      if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
      const chunks: Buffer[] = []
      let n = 0
      try {
        // Not destroyed on return: a refusal must still reach the sender.
        for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
          n += chunk.length
          if (n > maxBytes) throw tooLarge()
          chunks.push(chunk)
        }
      } catch (error) {
        if (error instanceof MoodlightError) throw error
        throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the body ended before it was complete', { cause: error })
      }
      return Buffer.concat(chunks)
    },
  }
}
