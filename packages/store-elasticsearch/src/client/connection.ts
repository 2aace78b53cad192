import { Client } from '@elastic/elasticsearch'
import { MoodlightError } from '@moodlight/core'
import type { ElasticsearchOptions } from '../options.ts'
import { backOff } from './back-off.ts'
import { Budget } from './budget.ts'
import { mayPass, statusOf, storeError } from './store-error.ts'

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: object
  /** Lines of JSON, each with its line break. */
  readonly lines?: string
  /** Statuses that are an answer like any other: null is returned. */
  readonly allow?: readonly number[]
  /** Not tried again. */
  readonly once?: boolean
}

/** Requests to the cluster. Every one has a time limit and is tried again with growing, jittered pauses while that may help. */
export class Connection {
  readonly budget: Budget
  readonly #client: Client
  readonly #retryMs: number
  #closed = false

  constructor(options: ElasticsearchOptions) {
    this.#retryMs = options.retryMs
    this.budget = new Budget(options.maxInFlightBytes)
    this.#client = new Client({
      nodes: [...options.nodes],
      // The client's own tries have no pause and leave 429 out; ours have one.
      maxRetries: 0,
      requestTimeout: options.requestTimeoutMs,
      ...authOf(options),
      ...(options.ca !== undefined && { tls: { ca: options.ca } }),
    })
  }

  /** The answer's body, or null for an allowed status. @throws ML_STORE_UNAVAILABLE, ML_STORE_REFUSED, ML_STORE_CLOSED */
  async call<T>(request: Request): Promise<T | null> {
    const end = request.once ? 0 : Date.now() + this.#retryMs
    for (let n = 1; ; n++) {
      if (this.#closed) throw new MoodlightError('ML_STORE_CLOSED', 'the store is closed')
      try {
        return await this.#once<T>(request)
      } catch (error) {
        const status = statusOf(error)
        if (status !== null && request.allow?.includes(status)) return null
        if (this.#closed) throw new MoodlightError('ML_STORE_CLOSED', 'the store is closed')
        if (!mayPass(error) || Date.now() >= end) throw storeError(error, `${request.method} ${request.path}`)
        await backOff(n)
      }
    }
  }

  /** {@link call} where an answer must be. */
  async ask<T>(request: Request): Promise<T> {
    return (await this.call<T>(request)) as T
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client.close()
  }

  async #once<T>({ method, path, query, body, lines }: Request): Promise<T> {
    const result = await this.#client.transport.request<T>({
      method,
      path,
      ...(query && { querystring: { ...query } }),
      ...(body && { body }),
      ...(lines !== undefined && { bulkBody: lines }),
    })
    return result as T
  }
}

function authOf({ auth }: ElasticsearchOptions) {
  if (!auth) return {}
  if ('apiKey' in auth) return { auth: { apiKey: auth.apiKey.reveal() } }
  return { auth: { username: auth.user, password: auth.password.reveal() } }
}
