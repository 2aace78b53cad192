import * as z from 'zod'

/** Times in answers are ISO 8601 in UTC with milliseconds; zones are IANA names. */
export const Iso = z.iso.datetime()

/** Versions of everything that an answer depends on. */
export const Versions = z.object({
  api: z.string(),
  generation: z.int(),
  model: z.string(),
  settings: z.int(),
  tokens: z.int(),
})

/** Stands in every answer: what it was made of, so that it can be reproduced. */
export const Meta = z.object({
  asOf: Iso,
  /** The query as it was read, defaults filled in. */
  query: z.record(z.string(), z.unknown()),
  zone: z.string(),
  versions: Versions,
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

/** GET /healthz and /readyz */
export const HealthAnswer = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
})
