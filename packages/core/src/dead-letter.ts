import * as z from 'zod'
import { ErrorCode } from './errors.ts'
import { LogPosition } from './mention.ts'
import { Millis } from './time.ts'

/** A record that could not be processed, with all that is needed to look at it and to send it again. */
export const DeadLetter = z.object({
  type: z.literal('dead-letter'),
  v: z.literal(1),
  /** Deterministic: the same failure of the same record has the same id, so redelivery adds nothing. */
  id: z.string().min(1).max(200),
  /** The stage that gave up: ingest, enrich, index, alert. */
  stage: z.string().max(40),
  code: ErrorCode,
  /** One sentence for a person; never the text of the post. */
  message: z.string().max(500),
  source: z.string().max(64).nullable(),
  topic: z.string().max(100).nullable(),
  position: LogPosition.nullable(),
  key: z.string().max(512).nullable(),
  /** The record as it came, JSON text; lone surrogates and NUL replaced. */
  raw: z.string(),
  at: Millis,
  redrivenAt: Millis.nullable(),
})
export type DeadLetter = z.infer<typeof DeadLetter>
