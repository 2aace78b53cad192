import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MoodlightError, Secret, type SecretRef } from '@moodlight/core'

/** Where a secret is: `${NAME}`, `file:path`, or the same as an object. It never stands in the configuration itself. */
export type SecretReference = string | SecretRef

const VARIABLE = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/

function parts(ref: SecretReference): SecretRef | null {
  if (typeof ref !== 'string') return ref
  const variable = VARIABLE.exec(ref)?.[1]
  if (variable) return { env: variable }
  return ref.startsWith('file:') && ref.length > 5 ? { file: ref.slice(5) } : null
}

/**
 * Reads a secret from the environment or a file (its last line feed does not count). Relative paths are seen from `folder`.
 * @throws ML_CONFIG_INVALID when it is not there, empty, or stands in the configuration itself; never with its value
 */
export function secretFrom(
  ref: SecretReference,
  { env = process.env, folder = '.' }: { env?: NodeJS.ProcessEnv; folder?: string } = {},
): Secret {
  const where = parts(ref)
  if (!where)
    throw new MoodlightError(
      'ML_CONFIG_INVALID',
      `A secret stands in the configuration itself; write \${NAME} for an environment variable or file:PATH instead.`,
    )
  const name = 'env' in where ? `the environment variable ${where.env}` : `the file ${where.file}`
  let value: string | undefined
  try {
    value = 'env' in where ? env[where.env] : readFileSync(resolve(folder, where.file), 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new MoodlightError('ML_CONFIG_INVALID', `The secret in ${name} cannot be read (${code}).`)
  }
  if (!value) throw new MoodlightError('ML_CONFIG_INVALID', `A secret is expected in ${name}, and there is none.`)
  return new Secret(value)
}
