/** Steps done, in memory that the caller's thread can see: the writer thread is busy and cannot send messages meanwhile. */
export class Progress {
  readonly #view: Float64Array | null
  readonly #total: number
  #done = 0

  constructor(shared: SharedArrayBuffer | null, total: number) {
    this.#view = shared && new Float64Array(shared)
    this.#total = total
    if (this.#view) this.#view[1] = total
  }

  step(n: number): void {
    this.#done = Math.min(this.#total, this.#done + n)
    if (this.#view) this.#view[0] = this.#done
  }

  end(): void {
    this.step(this.#total)
  }
}
