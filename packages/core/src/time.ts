import * as z from 'zod'

/** Milliseconds since 1970-01-01T00:00Z, a whole number; the only form of time in events, ports and stores. */
export const Millis = z.int().min(0).max(8_640_000_000_000_000)
export type Millis = number

/** The only source of "now"; tests and the simulator bring their own. */
export interface Clock {
  now(): Millis
}

export const systemClock: Clock = { now: () => Date.now() }

/** A post from further ahead than this is not believed: its time becomes the time it was seen. */
export const MAX_AHEAD_MS = 5 * 60_000
