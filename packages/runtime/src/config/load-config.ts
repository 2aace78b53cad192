import { readFileSync } from 'node:fs'
import { MoodlightError } from '@moodlight/core'
import type * as z from 'zod'
import { parseConfig } from './parse-config.ts'
import { type ConfigProblem, problemLine } from './problem.ts'

/** A configuration that cannot be used, with all its problems: one line each. */
export function configError(file: string, problems: readonly ConfigProblem[]): MoodlightError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const lines = problems.map((problem) => `  ${problemLine(file, problem)}`)
  return new MoodlightError('ML_CONFIG_INVALID', `The configuration has ${count}:\n${lines.join('\n')}`, {
    details: { problems },
  })
}

/** Reads a configuration file. @throws ML_CONFIG_UNREADABLE · ML_CONFIG_INVALID with all problems (`details.problems`) */
export function loadConfig<S extends z.ZodType>(
  file: string,
  schema: S,
  check?: (value: z.output<S>) => readonly { path: string; message: string }[],
): z.output<S> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new MoodlightError('ML_CONFIG_UNREADABLE', `The configuration file ${file} cannot be read (${code}).`)
  }
  const parsed = parseConfig(text, schema, check)
  if (!parsed.ok) throw configError(file, parsed.problems)
  return parsed.value
}
