import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What one path answers. `send` writes the answer by hand (slow, cut, broken ones). */
export interface FakeAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly send?: (response: ServerResponse) => void
}

export interface FakeRequest {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Milliseconds of performance.now(). */
  readonly at: number
}

/** `n`: how often this path was asked before. */
export type Responder = (request: FakeRequest, n: number) => FakeAnswer

/** A server of feeds on a free loopback port that plays whatever a test needs; see {@link feedCases} for the usual troubles. */
export interface FeedServer {
  readonly origin: string
  readonly requests: readonly FakeRequest[]
  /** The most requests that were under way at once. */
  readonly mostAtOnce: () => number
  play(path: string, answer: FakeAnswer | Responder): string
  close(): Promise<void>
}

export async function startFeedServer(): Promise<FeedServer> {
  const routes = new Map<string, Responder>()
  const requests: FakeRequest[] = []
  let now = 0
  let most = 0
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const n = requests.filter((r) => r.path === path).length
    const told = { path, headers: request.headers, at: performance.now() }
    requests.push(told)
    most = Math.max(most, ++now)
    response.on('close', () => now--)
    const answer = routes.get(path)?.(told, n) ?? { status: 404 }
    if (answer.send) return answer.send(response)
    response.writeHead(answer.status ?? 200, answer.headers ?? {})
    response.end(answer.body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    requests,
    mostAtOnce: () => most,
    play(path, answer) {
      routes.set(path, typeof answer === 'function' ? answer : () => answer)
      return `${origin}${path}`
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const XML = { 'content-type': 'application/rss+xml' }

/** The troubles of feeds on the wire, each a responder over a good document. */
export const feedCases = {
  plain: (body: string | Uint8Array, headers: Record<string, string> = XML): FakeAnswer => ({ headers, body }),
  /** 200 with labels first, 304 when they come back byte for byte. */
  conditional:
    (body: string, etag = 'W/"a \\"b\\" c"', modified = 'Thu, 01 Jan 2026 00:00:00 GMT'): Responder =>
    ({ headers }) =>
      headers['if-none-match'] === etag && headers['if-modified-since'] === modified
        ? { status: 304 }
        : { headers: { ...XML, etag, 'last-modified': modified }, body },
  /** A server whose ETag is new each time though the body is not. */
  changingEtag:
    (body: string): Responder =>
    (_request, n) => ({ headers: { ...XML, etag: `"${n}"` }, body }),
  redirect: (status: 301 | 302 | 303 | 307 | 308, location: string): FakeAnswer => ({ status, headers: { location } }),
  status: (status: number, headers: Record<string, string> = {}): FakeAnswer => ({ status, headers, body: 'trouble' }),
  gzip: (body: string): FakeAnswer => ({ headers: { ...XML, 'content-encoding': 'gzip' }, body: gzipSync(body) }),
  /** Few bytes that unpack to `megabytes`. */
  gzipBomb: (megabytes: number): FakeAnswer => ({
    headers: { ...XML, 'content-encoding': 'gzip' },
    body: gzipSync(Buffer.alloc(megabytes * 1024 * 1024, '<a>'), { level: 9 }),
  }),
  noType: (body: string): FakeAnswer => ({ headers: {}, body }),
  /** Content-Length says more than is sent. */
  cut: (body: string, keep: number): FakeAnswer => ({
    send(response) {
      response.writeHead(200, { ...XML, 'content-length': String(Buffer.byteLength(body)) })
      response.write(Buffer.from(body).subarray(0, keep), () => setTimeout(() => response.destroy(), 50))
    },
  }),
  /** A byte every `everyMs`, for ever. */
  drip: (body: string, everyMs: number): FakeAnswer => ({
    send(response) {
      response.writeHead(200, XML)
      let i = 0
      const timer = setInterval(() => response.write(body[i++ % body.length] ?? ' '), everyMs)
      response.on('close', () => clearInterval(timer))
    },
  }),
  /** The connection ends without an answer. */
  reset: (): FakeAnswer => ({ send: (response) => response.destroy() }),
} as const
