import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to a request on its way; null: it passes. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number }
  /** The server takes it; we never hear of it. */
  | { readonly kind: 'cut-after' }
  | { readonly kind: 'cut-before' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** Items of a bulk for which `hit` holds come back with this status, and are not sent on. */
  | { readonly kind: 'items'; readonly status: number; readonly hit: (i: number) => boolean }

export interface FaultyProxy {
  readonly url: string
  /** Faults met so far, by kind. */
  readonly met: Map<string, number>
  close(): Promise<void>
}

/** Stands between us and Elasticsearch and does what `fault` says to each request. */
export async function faultyProxy(
  target: string,
  fault: (path: string, n: number) => Fault | null,
): Promise<FaultyProxy> {
  const met = new Map<string, number>()
  let n = 0
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const wrong = fault(req.url ?? '', n++)
    if (wrong) met.set(wrong.kind, (met.get(wrong.kind) ?? 0) + 1)
    if (wrong?.kind === 'answer')
      return void res.writeHead(wrong.status, { 'content-type': 'application/json' }).end('{}')
    if (wrong?.kind === 'cut-before') return void req.socket.destroy()
    if (wrong?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, wrong.ms))
    const cut = wrong?.kind === 'items' ? withoutItems(body, wrong.hit) : { body, lost: new Map<number, string>() }
    if (cut.body.length === 0 && wrong?.kind === 'items')
      return void answerBulk(res, cut.lost, wrong.status, { took: 0, errors: true, items: [] })
    const headers = { ...req.headers, 'content-length': String(cut.body.length) }
    const up = request(`${target}${req.url}`, { method: req.method ?? 'GET', headers }, async (answer) => {
      const parts: Buffer[] = []
      for await (const part of answer) parts.push(part as Buffer)
      const text = Buffer.concat(parts)
      if (wrong?.kind === 'cut-after') return void req.socket.destroy()
      if (wrong?.kind === 'items')
        return void answerBulk(res, cut.lost, wrong.status, JSON.parse(text.toString()) as BulkAnswer)
      res.writeHead(answer.statusCode ?? 500, answer.headers).end(text)
    })
    up.on('error', () => req.socket.destroy())
    up.end(cut.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

interface BulkAnswer {
  readonly took: number
  readonly errors: boolean
  readonly items: object[]
}

/** Takes items out of a bulk. @returns the rest, and the taken ones' action by place */
function withoutItems(body: Buffer, hit: (i: number) => boolean) {
  const lines = body.toString().split('\n')
  const kept: string[] = []
  const lost = new Map<number, string>()
  for (let at = 0, i = 0; at < lines.length && lines[at] !== ''; i++) {
    const action = Object.keys(JSON.parse(lines[at]!) as object)[0]!
    const item = lines.slice(at, at + (action === 'delete' ? 1 : 2))
    at += item.length
    if (hit(i)) lost.set(i, action)
    else kept.push(...item)
  }
  return { body: Buffer.from(kept.length === 0 ? '' : `${kept.join('\n')}\n`), lost }
}

function answerBulk(
  res: import('node:http').ServerResponse,
  lost: ReadonlyMap<number, string>,
  status: number,
  answer: BulkAnswer,
): void {
  const items: object[] = []
  const given = [...answer.items]
  for (let i = 0; given.length > 0 || lost.has(i); i++) {
    const action = lost.get(i)
    items.push(
      action === undefined
        ? given.shift()!
        : { [action]: { _index: 'x', _id: 'x', status, error: { type: 'es_rejected_execution_exception' } } },
    )
  }
  res
    .writeHead(200, {
      'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
      'x-elastic-product': 'Elasticsearch',
    })
    .end(JSON.stringify({ ...answer, errors: true, items }))
}
