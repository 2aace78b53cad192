import * as z from 'zod'

const OneOrMore = z.union([z.string().max(4000), z.array(z.string().max(4000)).max(200)])

/** A parameter that may be repeated and may hold several values with commas; empty ones do not count. */
export function list<T extends z.ZodType<unknown, string>>(item: T, max: number) {
  return OneOrMore.transform((value) =>
    [value]
      .flat()
      .flatMap((part) => part.split(','))
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ).pipe(z.array(item).max(max))
}

/** Like {@link list} for values that may hold commas themselves: only repetition. */
export function repeated<T extends z.ZodType<unknown, string>>(item: T, max: number) {
  return OneOrMore.transform((value) => [value].flat().filter((part) => part !== '')).pipe(z.array(item).max(max))
}

/** A whole number in a query string; the description says the limits, which the schema of a text cannot. */
export function whole(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,16}$/, `a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .describe(`A whole number from ${min} to ${max}`)
}
