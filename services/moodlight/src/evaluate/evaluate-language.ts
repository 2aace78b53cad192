import { languageCode, UNKNOWN_LANGUAGE } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import type { Input } from '../bulk/input.ts'
import { eachBatch } from '../bulk/lines.ts'
import type { EvaluateOptions } from './evaluate-sentiment.ts'
import { type LanguageFigures, languageFigures } from './language-figures.ts'
import { nameOf, setOf } from './rows.ts'

export interface LanguageReport {
  /** By file. */
  readonly sets: Readonly<Record<string, LanguageFigures>>
  readonly all: LanguageFigures | null
}

const MOST_LINES = 4096

/** Scores files of `iso639-3<TAB>text`; no hint is given, all languages are enabled. `lang` keeps only the rows of that language. */
export async function evaluateLanguage(inputs: readonly Input[], options: EvaluateOptions): Promise<LanguageReport> {
  const sets = new Map<string, { truth: string[]; given: string[] }>()
  let n = 0
  for (const input of inputs) {
    const file = nameOf(input)
    const own = sets.get(setOf(file)) ?? { truth: [], given: [] }
    sets.set(setOf(file), own)
    await eachBatch(input, MOST_LINES, async (lines) => {
      for (const { text: line, number, tooLong } of lines) {
        if (line.trim() === '') continue
        const row = tooLong ? 'the line is over 4 MiB' : rowOf(line)
        if (typeof row === 'string') {
          options.onBroken({ file, line: number, why: row })
          continue
        }
        if (options.lang !== null && row.code !== options.lang) continue
        own.truth.push(row.code)
        own.given.push(options.detector.detect(row.text, tokenize(row.text), []).code)
        n++
      }
      options.onProgress(n)
    })
  }
  const filled = [...sets].filter(([, { truth }]) => truth.length > 0)
  const all = {
    truth: filled.flatMap(([, { truth }]) => truth),
    given: filled.flatMap(([, { given }]) => given),
  }
  return {
    sets: Object.fromEntries(
      filled.map(([set, { truth, given }]) => [set, languageFigures(truth, given, options.seed)]),
    ),
    all: n > 0 ? languageFigures(all.truth, all.given, options.seed) : null,
  }
}

function rowOf(line: string): { code: string; text: string } | string {
  const at = line.indexOf('\t')
  if (at < 0) return '1 column where 2 are needed'
  const stated = line.slice(0, at)
  const code = languageCode(stated)
  if (code === null || code === UNKNOWN_LANGUAGE) return `"${stated.slice(0, 40)}" is no ISO 639-3 code`
  const text = line.slice(at + 1)
  return text.trim() === '' ? 'no text' : { code, text }
}
