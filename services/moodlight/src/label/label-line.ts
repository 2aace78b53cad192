import { LanguageCode, languageCode, UNKNOWN_LANGUAGE } from '@moodlight/core'
import * as z from 'zod'
import { type Analysers, type LabelledText, labelText, type TextToLabel } from './label-text.ts'

const MOST_TARGETS = 64

/** A line of input. Unknown keys are left aside: exports of other programs carry more than is needed here. */
const LineToLabel = z.object({
  id: z.union([z.string(), z.number()], 'a text or a number').nullish(),
  text: z.string('a text is needed'),
  lang: z.string('a language code').nullish(),
  targets: z.array(z.string('a text').min(1).max(500), 'a list of texts').max(MOST_TARGETS).nullish(),
})

export interface LabelDefaults {
  /** ISO 639-3 of lines that name none; null: found per text. */
  readonly lang: string | null
  /** Judged in every text, beside those a line names. */
  readonly targets: readonly string[]
}

/** A labelled line as it is written. */
export type LabelledLine = { readonly id: string | number } & (LabelledText | { readonly error: string })

/** Reads and labels one JSON line. What is wrong with it is told in `error`; nothing is thrown. `id` is used where the line has none. */
export function labelLine(
  analysers: Analysers,
  line: string,
  id: string | number,
  defaults: LabelDefaults,
): LabelledLine {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return { id, error: `not JSON: ${(error as Error).message.replace(/[“"'`].*$/s, '').trim()}` }
  }
  const parsed = LineToLabel.safeParse(value)
  if (!parsed.success) return { id: idOf(value) ?? id, error: problem(parsed.error) }
  const { text, targets } = parsed.data
  const lang = languageOf(parsed.data.lang)
  const known = parsed.data.id ?? id
  if (lang === undefined)
    return { id: known, error: `lang: "${parsed.data.lang?.slice(0, 40)}" is no language code such as en or eng` }
  const asked: TextToLabel = {
    text,
    lang: lang ?? defaults.lang,
    targets: [...new Set([...(targets ?? []), ...defaults.targets])],
  }
  return { id: known, ...labelText(analysers, asked) }
}

/** ISO 639-3 of a code as people write it; null: not said, or said to be unknown; undefined: no code. */
export function languageOf(code: string | null | undefined): string | null | undefined {
  if (code === null || code === undefined || code.trim() === '') return null
  const found = languageCode(code)
  if (found === UNKNOWN_LANGUAGE) return null
  return LanguageCode.safeParse(found).success ? (found as string) : undefined
}

function idOf(value: unknown): string | number | null {
  const id = (value as { id?: unknown } | null)?.id
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function problem(error: z.ZodError): string {
  const [issue] = error.issues
  const at = issue?.path.join('.') ?? ''
  return at === '' ? 'not an object with a text' : `${at}: ${issue?.message}`
}
