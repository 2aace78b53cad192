import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** What may be done to a request: `cut` and `slow` come after the server has taken it, the others instead. */
export const HTTP_FAULTS = ['429', '503', 'reset', 'cut', 'slow'] as const
export type HttpFault = (typeof HTTP_FAULTS)[number]

/** Stands between us and Elasticsearch and spoils a part of the requests. */
export interface HttpFaults {
  readonly port: number
  /** How often each was done. */
  readonly done: Readonly<Record<HttpFault, number>>
  /** From now on each kind spoils this part of the requests (0 to 1). */
  spoil(part: number): void
  close(): Promise<void>
}

/** `slowMs`: how long an answer may be held back at most; beyond the client's own limit it is sent again while it was taken. */
export async function httpFaults(to: URL, random: () => number, slowMs: number): Promise<HttpFaults> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const done: Record<HttpFault, number> = { '429': 0, '503': 0, reset: 0, cut: 0, slow: 0 }
  let part = 0
  const chosen = (): HttpFault | null => HTTP_FAULTS[Math.floor(random() / part)] ?? null

  async function handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await whole(asked)
    const fault = part > 0 ? chosen() : null
    if (fault !== null) done[fault]++
    if (fault === 'reset') return void asked.socket.resetAndDestroy()
    if (fault === '429' || fault === '503') {
      const refusal = { error: { type: 'injected', reason: 'by the test' }, status: Number(fault) }
      const headers = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }
      return void answer.writeHead(Number(fault), headers).end(JSON.stringify(refusal))
    }
    const taken = await forward(asked, body)
    if (fault === 'cut') return void asked.socket.destroy()
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, random() * slowMs))
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = taken.headers
    answer.writeHead(taken.status, headers).end(taken.body)
  }

  function forward({ method, url, headers }: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const onward = request(
        { agent, method, path: url, host: to.hostname, port: to.port, headers: { ...headers, host: to.host } },
        (got) => {
          whole(got).then((all) => resolve({ status: got.statusCode ?? 502, headers: got.headers, body: all }), reject)
        },
      )
      onward.once('error', reject)
      onward.end(body)
    })
  }

  const server = createServer((asked, answer) => {
    // A server that is away looks like one: the connection breaks.
    handle(asked, answer).catch(() => asked.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    done,
    spoil(each) {
      part = each
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        agent.destroy()
      }),
  }
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
