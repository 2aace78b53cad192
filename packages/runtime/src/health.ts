export interface CheckResult {
  /** false: only a restart helps. */
  readonly live: boolean
  /** false: it does not do its work at the moment. */
  readonly ready: boolean
  /** Why, for a person; empty when all is well. */
  readonly detail: string
}

export type Check = () => CheckResult | Promise<CheckResult>

export interface HealthReport {
  readonly live: boolean
  readonly ready: boolean
  readonly checks: Readonly<Record<string, CheckResult>>
}

const silent = (ms: number): CheckResult => ({ live: true, ready: false, detail: `no answer within ${ms} ms` })

/** Named checks, asked anew each time: /healthz and /readyz say what is so now, not what was so at start. */
export class Health {
  readonly #checks = new Map<string, Check>()
  readonly #limitMs: number

  constructor(limitMs = 1000) {
    this.#limitMs = limitMs
  }

  /** Gives the way to take it away again. */
  add(name: string, check: Check): () => void {
    this.#checks.set(name, check)
    return () => void this.#checks.delete(name)
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await this.#ask(check)] as const),
    )
    return {
      live: results.every(([, result]) => result.live),
      ready: results.every(([, result]) => result.live && result.ready),
      checks: Object.fromEntries(results),
    }
  }

  async #ask(check: Check): Promise<CheckResult> {
    let timer: NodeJS.Timeout | undefined
    try {
      const late = new Promise<CheckResult>((resolve) => {
        timer = setTimeout(() => resolve(silent(this.#limitMs)), this.#limitMs)
      })
      return await Promise.race([late, (async () => check())()])
    } catch (error) {
      return { live: true, ready: false, detail: error instanceof Error ? error.message : String(error) }
    } finally {
      clearTimeout(timer)
    }
  }
}
