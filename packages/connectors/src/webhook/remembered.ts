import { createHash } from 'node:crypto'
import type { Millis } from '@moodlight/core'
import type { ConnectorContext } from '@moodlight/ports'

const PER_DOCUMENT = 500
const MINUTE = 60_000
/** The document that lists the minutes. */
const MINUTES = 'minutes'

interface Bucket {
  readonly ids: Set<string>
  /** Ids of the document that is being filled. */
  open: string[]
  documents: number
}

/** Hashes of the messages taken, by the minute of their signed time, in documents that are written before the answer is given. */
export class RememberedIds {
  readonly #context: Pick<ConnectorContext, 'get' | 'put' | 'remove'>
  readonly #keepMs: Millis
  readonly #buckets = new Map<number, Promise<Bucket>>()
  /** Minutes of which documents may be stored; kept as a document, so that what a former run left is removed. */
  readonly #minutes = new Set<number>()
  readonly #inFlight = new Set<string>()
  #writing: Promise<void> = Promise.resolve()

  /** `keepMs`: for how long a signed time is accepted, before and after now. */
  constructor(context: Pick<ConnectorContext, 'get' | 'put' | 'remove'>, keepMs: Millis) {
    this.#context = context
    this.#keepMs = keepMs
  }

  /** Reads which minutes a former run left. Call it before the first claim. */
  async open(): Promise<void> {
    for (const minute of (await this.#context.get<number[]>(MINUTES)) ?? []) this.#minutes.add(minute)
  }

  /** `taken`: received before. `busy`: being handled right now. `free`: it is ours until {@link settle}. */
  async claim(id: string, signedAt: Millis): Promise<'taken' | 'busy' | 'free'> {
    const key = hash(id)
    if (this.#inFlight.has(key)) return 'busy'
    this.#inFlight.add(key)
    try {
      const bucket = await this.#bucket(Math.floor(signedAt / MINUTE))
      if (!bucket.ids.has(key)) return 'free'
    } catch (error) {
      this.#inFlight.delete(key)
      throw error
    }
    this.#inFlight.delete(key)
    return 'taken'
  }

  /** `taken` true: remembers it durably before it resolves; false: the message may come again. */
  async settle(id: string, signedAt: Millis, taken: boolean): Promise<void> {
    const key = hash(id)
    try {
      if (!taken) return
      const minute = Math.floor(signedAt / MINUTE)
      const bucket = await this.#bucket(minute)
      bucket.ids.add(key)
      bucket.open.push(key)
      await this.#write(minute, bucket)
    } finally {
      this.#inFlight.delete(key)
    }
  }

  /** Forgets what no message can carry any more. */
  async expire(now: Millis): Promise<void> {
    const oldest = Math.floor((now - this.#keepMs) / MINUTE) - 1
    let removed = false
    for (const minute of this.#minutes) {
      if (minute >= oldest) continue
      const { documents } = await this.#bucket(minute)
      for (let n = 0; n <= documents; n++) await this.#context.remove(name(minute, n))
      this.#minutes.delete(minute)
      removed = true
    }
    for (const minute of this.#buckets.keys()) if (minute < oldest) this.#buckets.delete(minute)
    if (removed) await this.#context.put(MINUTES, [...this.#minutes])
  }

  #bucket(minute: number): Promise<Bucket> {
    let loading = this.#buckets.get(minute)
    if (!loading) {
      loading = this.#load(minute)
      this.#buckets.set(minute, loading)
      loading.catch(() => this.#buckets.delete(minute))
    }
    return loading
  }

  async #load(minute: number): Promise<Bucket> {
    const ids = new Set<string>()
    for (let n = 0; ; n++) {
      const open = await this.#context.get<string[]>(name(minute, n))
      for (const id of open ?? []) ids.add(id)
      if (!open || open.length < PER_DOCUMENT) return { ids, open: [...(open ?? [])], documents: n }
    }
  }

  /** One write at a time; ids that came meanwhile ride along with the next. */
  #write(minute: number, bucket: Bucket): Promise<void> {
    const write = this.#writing.then(async () => {
      if (bucket.open.length === 0) return
      const ids = bucket.open.slice(0, PER_DOCUMENT)
      if (!this.#minutes.has(minute)) {
        await this.#context.put(MINUTES, [...this.#minutes, minute])
        this.#minutes.add(minute)
      }
      await this.#context.put(name(minute, bucket.documents), ids)
      if (ids.length === PER_DOCUMENT) {
        bucket.documents++
        bucket.open = bucket.open.slice(PER_DOCUMENT)
        if (bucket.open.length > 0) await this.#context.put(name(minute, bucket.documents), bucket.open)
      }
    })
    this.#writing = write.catch(() => undefined)
    return write
  }
}

function name(minute: number, n: number): string {
  return `ids:${minute}:${n}`
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 32)
}
