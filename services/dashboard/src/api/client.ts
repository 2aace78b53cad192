import { learnTime } from './clock.ts'
import type { ApiErrorBody } from './contract.ts'

export type Params = Readonly<Record<string, string | undefined>>

/** A request that failed: `unreachable` (no answer), `refused` (4xx, the message is worth reading) or `broken` (5xx, not JSON). */
export class ApiFailure extends Error {
  override name = 'ApiFailure'
  readonly kind: 'unreachable' | 'refused' | 'broken'
  readonly status: number
  readonly body: ApiErrorBody | null

  constructor(kind: ApiFailure['kind'], status: number, body: ApiErrorBody | null, message: string) {
    super(message)
    this.kind = kind
    this.status = status
    this.body = body
  }
}

/** Path under /api/v1 with the parameters that have a value, in the order given. */
export function apiPath(path: string, params: Params = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) if (value !== undefined && value !== '') search.set(key, value)
  const query = search.toString()
  return `/api/v1/${path}${query === '' ? '' : `?${query}`}`
}

/** Turns an answer that is not 2xx into an ApiFailure. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const json = (await response.json().catch(() => null)) as { error?: ApiErrorBody } | null
  const body = typeof json?.error?.code === 'string' ? json.error : null
  const kind = response.status >= 400 && response.status < 500 ? 'refused' : 'broken'
  return new ApiFailure(kind, response.status, body, body?.message ?? `HTTP ${response.status}`)
}

/** GET of one JSON answer. Throws ApiFailure, or the AbortError of the signal. */
export async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  } catch (error) {
    if (signal.aborted) throw error
    throw new ApiFailure('unreachable', 0, null, String(error))
  }
  if (!response.ok) throw await failureOf(response)
  try {
    const answer = (await response.json()) as T
    learnTime(answer)
    return answer
  } catch (error) {
    if (signal.aborted) throw error
    throw new ApiFailure('broken', response.status, null, 'The answer is not JSON.')
  }
}
