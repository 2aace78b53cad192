/** Bytes that may be under way at once; who asks for more waits in line. One that is larger than all goes alone. */
export class Budget {
  readonly #most: number
  #used = 0
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = []

  constructor(most: number) {
    this.#most = most
  }

  get used(): number {
    return this.#used
  }

  async within<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    await this.#take(bytes)
    try {
      return await work()
    } finally {
      this.#used -= bytes
      this.#next()
    }
  }

  #take(bytes: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ bytes, go })
      this.#next()
    })
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && this.#fits(first.bytes); first = this.#waiting[0]) {
      this.#waiting.shift()
      this.#used += first.bytes
      first.go()
    }
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#most
  }
}
