import type * as z from 'zod'

/** Rounds of taking away; a fault may hide another one behind it. */
const ROUNDS = 3

/**
 * What is left of a broken configuration when the keys at fault are taken away, so that what the schema cannot see (ids that stand
 * twice) is told in the same run. Items of lists stay, for their numbers to stay true; null when it cannot be mended so.
 */
export function mended<S extends z.ZodType>(json: unknown, schema: S): z.output<S> | null {
  const copy = structuredClone(json)
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(copy)
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
      for (const path of keys) takeAway(copy, path)
    }
  }
  return null
}

function takeAway(json: unknown, path: readonly PropertyKey[]): void {
  let holder = json
  for (const step of path.slice(0, -1)) holder = (holder as Record<PropertyKey, unknown> | undefined)?.[step]
  const last = path.at(-1)
  if (last !== undefined && typeof holder === 'object' && holder !== null && !Array.isArray(holder))
    delete (holder as Record<PropertyKey, unknown>)[last]
}
