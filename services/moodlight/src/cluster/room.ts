import { setTimeout as sleep } from 'node:timers/promises'
import type { Lane } from '@moodlight/core'
import type { LagWatch } from './lag-watch.ts'

const LOOK_MS = 200

/**
 * Back-pressure from the end of the line to its beginning: while more records wait in the log than are allowed, deliveries wait
 * too, and with them the sources. History waits much earlier than what is said now.
 */
export class Room {
  readonly #lag: Pick<LagWatch, 'waiting'>
  readonly #most: Readonly<Record<Lane, number>>
  #stopped = false

  constructor(lag: Pick<LagWatch, 'waiting'>, most: Readonly<Record<Lane, number>>) {
    this.#lag = lag
    this.#most = most
  }

  full(lane: Lane): boolean {
    return this.#lag.waiting(lane) >= this.#most[lane]
  }

  /** Resolves when there is room, or when everything stops: then the delivery decides itself. */
  async wait(lane: Lane): Promise<void> {
    while (!this.#stopped && this.full(lane)) await sleep(LOOK_MS)
  }

  stop(): void {
    this.#stopped = true
  }
}
