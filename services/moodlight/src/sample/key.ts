import { readFileSync } from 'node:fs'
import { Label, MoodlightError } from '@moodlight/core'
import * as z from 'zod'

const LabelOrNone = z.union([Label, z.literal('unscored')])

/** What belongs to a sheet and must not be seen by those who fill it in: where rows come from and what was said of them. */
export const SampleKey = z.object({
  v: z.literal(1),
  brand: z.string(),
  seed: z.number(),
  /** Hash of the models that labelled. */
  models: z.array(z.string()),
  strata: z.array(
    z.object({
      label: LabelOrNone,
      language: z.string(),
      source: z.string(),
      size: z.int().min(1),
      drawn: z.int().min(0),
    }),
  ),
  rows: z.array(
    z.object({
      row: z.string(),
      mention: z.string(),
      /** Index in `strata`. */
      stratum: z.int().min(0),
      probability: z.number().nullable(),
    }),
  ),
})
export type SampleKey = z.infer<typeof SampleKey>

/** `sheet.csv`, `sheet-1.csv` and `sheet-2.csv` share `sheet.key.json`. */
export const keyPath = (sheet: string): string => `${sheet.replace(/\.csv$/i, '').replace(/-\d$/, '')}.key.json`

/** @throws ML_USAGE when it is not there or no key */
export function readKey(path: string): SampleKey {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new MoodlightError('ML_USAGE', `The key ${path} cannot be read: name it with --key.`, { cause })
  }
  const parsed = SampleKey.safeParse(value)
  if (!parsed.success) throw new MoodlightError('ML_USAGE', `${path} is no key of a sheet.`)
  return parsed.data
}
