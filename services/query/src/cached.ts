import type { Clock } from '@moodlight/core'

/** One call at a time, and its result for `ms` more; a failure is not kept. */
export function cached<T>(ms: number, clock: Clock, make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | null = null
  let until = Number.NEGATIVE_INFINITY
  return () => {
    const now = clock.now()
    if (value && now < until && now >= until - ms) return value
    const made = make()
    value = made
    until = now + ms
    made.catch(() => {
      if (value === made) value = null
    })
    return made
  }
}

/** {@link cached} by key; the oldest keys go when there are more than `max`. */
export function cachedBy<T>(ms: number, max: number, clock: Clock) {
  const entries = new Map<string, () => Promise<T>>()
  return (key: string, make: () => Promise<T>): Promise<T> => {
    let entry = entries.get(key)
    if (entry) entries.delete(key)
    else entry = cached(ms, clock, make)
    entries.set(key, entry)
    if (entries.size > max) entries.delete(entries.keys().next().value as string)
    return entry()
  }
}
