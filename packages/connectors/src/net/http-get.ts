import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { MoodlightError } from '@moodlight/core'
import { request } from 'undici'
import type { AddressGuard } from './guard.ts'

export interface GetOptions {
  readonly guard: AddressGuard
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** The whole exchange with all redirects, slow drips included. */
  readonly timeoutMs: number
  /** Of the unpacked body. */
  readonly maxBytes: number
}

export interface GetAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Unpacked. Empty for answers that are not 2xx. */
  readonly body: Buffer
  /** Why the body is not whole (`cut off`, `packed data damaged`); null when it is. */
  readonly broken: string | null
  /** Where the answer came from. */
  readonly url: string
  /** Where to ask from now on: behind permanent redirects (301, 308) only. */
  readonly permanentUrl: string
}

const MAX_HOPS = 8
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * GET with guarded redirects and bounded bodies.
 * @throws ML_SOURCE_FORBIDDEN_ADDRESS, ML_SOURCE_TOO_LARGE, ML_SOURCE_UNREACHABLE (with the reason in words).
 */
export async function httpGet(start: string, options: GetOptions): Promise<GetAnswer> {
  const deadline = AbortSignal.timeout(options.timeoutMs)
  const signal = AbortSignal.any([options.signal, deadline])
  let url = start
  let permanentUrl = start
  let permanent = true
  const seen = new Set([start])
  try {
    for (let hop = 0; ; hop++) {
      options.guard.check(new URL(url))
      const {
        statusCode: status,
        headers,
        body,
      } = await request(url, {
        dispatcher: options.guard.agent,
        headers: { 'accept-encoding': 'gzip, br, deflate', ...options.headers },
        signal,
        headersTimeout: options.timeoutMs,
        bodyTimeout: options.timeoutMs,
      })
      const location = first(headers['location'])
      if (REDIRECTS.has(status) && location !== undefined) {
        await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
        const next = resolve(location, url)
        permanent &&= status === 301 || status === 308
        if (permanent) permanentUrl = next
        if (seen.has(next)) throw unreachable('redirects in a circle')
        if (hop + 1 >= MAX_HOPS) throw unreachable(`more than ${MAX_HOPS} redirects`)
        seen.add(next)
        url = next
        continue
      }
      if (status < 200 || status >= 300) {
        await body.dump({ limit: 64 * 1024 }).catch(() => undefined)
        return { status, headers, body: Buffer.alloc(0), broken: null, url, permanentUrl }
      }
      const read = await readBody(body, first(headers['content-encoding']), options.maxBytes, deadline)
      return { status, headers, ...read, url, permanentUrl }
    }
  } catch (error) {
    throw inWords(error, options.signal, deadline)
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function resolve(location: string, base: string): string {
  if (!URL.canParse(location, base)) throw unreachable('redirects to no address')
  const next = new URL(location, base)
  next.hash = ''
  return next.href
}

function unreachable(message: string, cause?: unknown): MoodlightError {
  return new MoodlightError('ML_SOURCE_UNREACHABLE', message, { cause })
}

/** Errors of sockets and parsers as one sentence; those of the guard hide in a cause. */
function inWords(error: unknown, stop: AbortSignal, deadline: AbortSignal): unknown {
  for (let e: unknown = error, i = 0; e instanceof Error && i < 5; e = e.cause, i++)
    if (e instanceof MoodlightError) return e
  if (stop.aborted) return error
  if (deadline.aborted) return unreachable('no complete answer in time', error)
  const code = (error as NodeJS.ErrnoException).code
  if (/^(Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(code ?? ''))
    return new MoodlightError('ML_SOURCE_PAYLOAD', 'the answer is not packed as its headers say', { cause: error })
  return unreachable(code ?? (error instanceof Error ? error.message : String(error)), error)
}

function unpack(encoding: string): ReturnType<typeof createGunzip> | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip()
  if (encoding === 'br') return createBrotliDecompress() as unknown as ReturnType<typeof createGunzip>
  if (encoding === 'deflate') return createInflate()
  return null
}

/** Counts unpacked bytes while they come and stops at the limit, so that a bomb costs the limit and no more. */
async function readBody(
  raw: Readable,
  contentEncoding: string | undefined,
  maxBytes: number,
  deadline: AbortSignal,
): Promise<{ body: Buffer; broken: string | null }> {
  const unpacker = unpack((contentEncoding ?? '').trim().toLowerCase())
  const stream = unpacker ? raw.on('error', (e) => unpacker.destroy(e)).pipe(unpacker) : raw
  const chunks: Buffer[] = []
  let n = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      n += chunk.length
      if (n > maxBytes) throw new MoodlightError('ML_SOURCE_TOO_LARGE', `the answer is over ${maxBytes} bytes unpacked`)
      chunks.push(chunk)
    }
  } catch (error) {
    raw.destroy()
    if (error instanceof MoodlightError || deadline.aborted || n === 0) throw error
    // A body that was cut off may still hold whole items.
    return { body: Buffer.concat(chunks), broken: (error as NodeJS.ErrnoException).code ?? 'cut off' }
  }
  return { body: Buffer.concat(chunks), broken: null }
}
