/**
 * The size never falls below this: on a busy machine the fixed part of a batch (waking threads, syncing the disk) alone takes
 * longer than the target, and smaller batches would only pay it more often (seen: two posts a second).
 */
const LEAST = 128

/**
 * How many records to take at once. Large batches are cheap per record, but a live post waits behind the batches in hand:
 * the size follows the measured time so that one batch takes about `targetMs`.
 */
export class BatchSize {
  readonly #targetMs: number
  readonly #most: number
  #size: number

  constructor(options: { targetMs: number; first: number; most: number }) {
    this.#targetMs = options.targetMs
    this.#most = options.most
    this.#size = Math.min(options.first, options.most)
  }

  get size(): number {
    return this.#size
  }

  /** A batch of n records took `ms`. */
  observe(n: number, ms: number): void {
    const fitting = Math.floor((n * this.#targetMs) / Math.max(ms, 0.1))
    if (ms > this.#targetMs)
      this.#size = Math.max(Math.min(LEAST, this.#most), Math.min(this.#size, Math.max(fitting, this.#size >> 2)))
    // A small batch says little about large ones, so that the size only grows when it was used up, and at most doubles.
    else if (n >= this.#size) this.#size = Math.min(this.#most, this.#size * 2, Math.max(this.#size, fitting))
  }
}
