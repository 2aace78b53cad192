import { errorCode } from '@moodlight/core'
import type { ResolvedOptions } from './config.ts'
import type { LogCore } from './core.ts'
import { pragma } from './database.ts'

/** Free pages that are kept for the next records; the file shrinks only beyond them. */
const SPARE_PAGES = 32
/** Pages given back in one step: half a MiB, so that nobody waits long behind it. */
const VACUUM_PAGES = 64

/**
 * Removes what is older than `maxAgeMs`, and the oldest while the file is over `maxBytes`, but never a record that a
 * registered group has not committed. It works in the thread of the log in small steps, one segment or half a MiB each, with
 * pauses between, so that appends pass in between.
 */
export class Retention {
  readonly #core: LogCore
  readonly #options: ResolvedOptions
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(core: LogCore, options: ResolvedOptions) {
    this.#core = core
    this.#options = options
    if (options.retentionEveryMs > 0) this.#again(options.retentionEveryMs)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** One step; false when there is nothing left to do. */
  async step(): Promise<boolean> {
    const stream = this.#dueByAge() ?? this.#dueBySize()
    if (stream !== null) {
      await this.#core.writer.run(() => this.#core.segments.drop(stream, this.#core.now()))
      return true
    }
    return this.#shrink()
  }

  #again(ms: number): void {
    if (this.#stopped) return
    this.#timer = setTimeout(async () => {
      let more = false
      try {
        more = await this.step()
      } catch (error) {
        // A full disk passes, and a closed log needs none of this; anything else is a bug and ends the thread loudly.
        if (!['ML_LOG_FULL', 'ML_LOG_CLOSED'].includes(errorCode(this.#core.coded(error)))) throw error
      }
      this.#again(more ? 2 : this.#options.retentionEveryMs)
    }, ms)
    this.#timer.unref()
  }

  /** Is the oldest segment of the stream committed by every group that reads it? */
  #free(stream: number): boolean {
    const { segments, positions } = this.#core
    const end = segments.end(stream, 0)
    return segments.list(stream).length > 0 && end > segments.floor(stream) && end <= positions.lowest(stream)
  }

  #dueByAge(): number | null {
    const before = Date.now() - this.#options.maxAgeMs
    for (let stream = 0; stream < this.#core.layout.streams; stream++) {
      const oldest = this.#core.segments.list(stream)[0]
      if (!oldest || oldest.since >= before || !this.#free(stream)) continue
      if ((this.#core.segments.newest(oldest.id) ?? 0) < before) return stream
    }
    return null
  }

  #dueBySize(): number | null {
    const { db, segments, layout } = this.#core
    const used = (pragma(db, 'page_count') - pragma(db, 'freelist_count')) * pragma(db, 'page_size')
    if (used <= this.#options.maxBytes) return null
    const free = Array.from({ length: layout.streams }, (_, stream) => stream).filter((stream) => this.#free(stream))
    // Segments that are closed go first; then by age.
    const rank = (stream: number) =>
      [segments.list(stream).length > 1 ? 0 : 1, segments.list(stream)[0]!.since] as const
    free.sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1])
    return free[0] ?? null
  }

  #shrink(): boolean {
    const { db } = this.#core
    if (pragma(db, 'freelist_count') <= SPARE_PAGES) return false
    db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
    if (pragma(db, 'freelist_count') > SPARE_PAGES) return true
    db.exec('PRAGMA wal_checkpoint(PASSIVE)') // Only a checkpoint makes the file itself shorter.
    return false
  }
}
