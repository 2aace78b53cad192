import type { Clock } from '@moodlight/core'
import type { PurgeBook } from './apply/purge-book.ts'
import type { Connection } from './client/connection.ts'
import type { Names } from './client/names.ts'
import type { Meta } from './documents/fact-document.ts'
import type { Spreading } from './documents/templates.ts'

/** What all parts of one opened store share. */
export interface Shared {
  readonly es: Connection
  readonly names: Names
  readonly clock: Clock
  readonly spreading: Spreading
  readonly purges: PurgeBook
  readonly stamps: Stamps
  /** Read at the latest call; the active generation changes rarely, and a reader that is late by one call does no harm. */
  meta: Meta
  /** Last known of (source, time) and clock, so that only what is newer is sent. */
  readonly heard: Map<string, number>
}

/** Numbers that rise within this instance and follow the clock among instances: an order, not an identity. */
export class Stamps {
  readonly #clock: Clock
  #last = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The first of `n` numbers. */
  take(n: number): number {
    const first = Math.max(this.#clock.now() * 1000, this.#last + 1)
    this.#last = first + n - 1
    return first
  }
}
