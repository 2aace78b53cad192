import type { EventLog } from '@moodlight/ports'

/** Background records that may wait in the log. More would only make the file grow: they are worked off no sooner. */
const MOST_WAITING = 4_000
const LOOK_MS = 40

/**
 * Makes background deliveries (history, imports) wait while the line is behind, so that what is sent first is also seen first,
 * live posts find a free thread, and a progress bar tells the truth. Live deliveries never wait here.
 */
export class Pace {
  readonly #log: Pick<EventLog, 'lag'>
  #stopped = false
  #looking: Promise<void> | null = null

  constructor(log: Pick<EventLog, 'lag'>) {
    this.#log = log
  }

  /** Resolves when there is room. Callers that wait share one look. */
  async room(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null
    })
    await this.#looking
  }

  stop(): void {
    this.#stopped = true
  }

  async #look(): Promise<void> {
    while (!this.#stopped) {
      const lag = await this.#log.lag()
      const waiting = lag.reduce((sum, group) => sum + (group.lane === 'background' ? group.records : 0), 0)
      if (waiting < MOST_WAITING) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}
