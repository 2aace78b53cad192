import { dead, type Outcome, ok } from '@moodlight/core'

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: SchemaError }
}
interface SchemaError {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]
}

/** The first problems of an event in one sentence: place and rule, never the value. */
export function explain({ issues }: SchemaError): string {
  const told = issues.slice(0, 3).map(({ path, message }) => `${path.map(String).join('.') || 'event'}: ${message}`)
  return `${told.join('; ').slice(0, 400)}${issues.length > 3 ? ` and ${issues.length - 3} more` : ''}.`
}

/** Text of the log → event, or the dead letter's code. Unknown fields are ignored. */
export function decode<T>(schema: Schema<T>, value: string): Outcome<T> {
  let json: unknown
  try {
    json = JSON.parse(value)
  } catch {
    // The error of JSON.parse quotes the text, so it is not kept.
    return dead('ML_EVENT_NOT_JSON')
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? ok(parsed.data) : dead('ML_EVENT_INVALID', explain(parsed.error))
}
