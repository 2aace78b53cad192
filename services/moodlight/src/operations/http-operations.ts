import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { ErrorCode as Code, type DeadLetter, type ErrorCode, MoodlightError } from '@moodlight/core'
import type { DeliveryReport, LedgerRow, RecountReport } from '@moodlight/ports'
import type { ReplayDiff } from '../replay/diff.ts'
import type { ReplayStatus } from '../replay/replay-operations.ts'
import type { ErasePlan, ErasureReport, Operations, Status } from './operations.ts'

const LOOK_MS = 300

/** The operations of a running `up`, over its local API. */
export function httpOperations(address: string, token: string): Operations {
  const request = async (method: string, path: string, body?: unknown): Promise<Response> => {
    let response: Response
    try {
      response = await fetch(`${address}/api/v1/local${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new MoodlightError('ML_BUSY', `The running Moodlight at ${address} does not answer.`, { cause })
    }
    if (!response.ok) throw await told(response)
    return response
  }
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await request(method, path, body)).json() as Promise<T>
  const status = () => ask<Status>('GET', '/status')

  return {
    running: true,
    ingest: (source, items) => ask<DeliveryReport>('POST', '/ingest', { source, items }),
    async settle(onLag) {
      for (;;) {
        const { lag } = await status()
        const left = lag.filter((group) => group.lane === 'background').reduce((sum, group) => sum + group.records, 0)
        onLag(left)
        if (left === 0) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    ledger: () => ask<LedgerRow[]>('GET', '/ledger'),
    // The embedded log keeps what a group has not read: there is no gap to accept.
    acceptGaps: async () => [],
    deadLetters: ({ limit, after }) =>
      ask<DeadLetter[]>(
        'GET',
        `/dead-letters?${new URLSearchParams({ limit: String(limit), ...(after === undefined ? {} : { after }) })}`,
      ),
    deadLetter: async (id) =>
      (await ask<{ letter: DeadLetter | null }>('GET', `/dead-letters/${encodeURIComponent(id)}`)).letter,
    redrive: (id) => ask<DeadLetter>('POST', `/dead-letters/${encodeURIComponent(id)}/redrive`, {}),
    recount: (options) => ask<RecountReport>('POST', '/recount', options),
    find: (what) => ask<ErasePlan>('POST', '/find', what),
    erase: (plan) => ask<ErasureReport>('POST', '/erase', plan),
    replay: {
      start: (request) => ask<ReplayStatus>('POST', '/replay', request),
      status: async () => (await ask<{ status: ReplayStatus | null }>('GET', '/replay')).status,
      diff: ({ examples }) =>
        ask<ReplayDiff>('GET', `/replay/diff?${new URLSearchParams({ examples: `${examples}` })}`),
      switch: () => ask<ReplayStatus>('POST', '/replay/switch', {}),
      drop: () => ask<ReplayStatus>('POST', '/replay/drop', {}),
    },
    status,
    state: async <T>(kind: string, id: string) =>
      (await ask<{ value: T | null }>('GET', `/state/${kind}/${encodeURIComponent(id)}`)).value,
    async putState(kind, id, value) {
      await ask('PUT', `/state/${kind}/${encodeURIComponent(id)}`, { value })
    },
    async *exportLines(options) {
      const response = await request('GET', `/export?${new URLSearchParams(options)}`)
      if (!response.body) return
      for await (const line of createInterface({
        input: Readable.fromWeb(response.body as never),
        crlfDelay: Number.POSITIVE_INFINITY,
      }))
        if (line !== '') yield line
    },
    close: async () => {},
  }
}

async function told(response: Response): Promise<MoodlightError> {
  const body = (await response.json().catch(() => null)) as { error?: { code?: string; message?: string } } | null
  const code = Code.safeParse(body?.error?.code)
  return new MoodlightError(
    code.success ? (code.data as ErrorCode) : 'ML_INTERNAL',
    body?.error?.message ?? `answered ${response.status}`,
  )
}
