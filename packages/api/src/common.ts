import * as z from 'zod'

/** Times in answers are ISO 8601 in UTC with milliseconds; zones are IANA names. */
export const Iso = z.iso.datetime()

/** Stands in every answer: what it was made of, so that it can be reproduced. */
export const Meta = z.object({
  asOf: Iso,
  /** The query as it was read, defaults filled in. */
  query: z.record(z.string(), z.unknown()),
  zone: z.string(),
  versions: z.object({
    api: z.string(),
    generation: z.int(),
    model: z.string(),
    settings: z.int(),
    tokens: z.int(),
  }),
})

export const ApiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    todo: z.string(),
    requestId: z.string(),
    /** The parameters at fault, where there are such. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
})
