import { inspect } from 'node:util'
import * as z from 'zod'

/** A secret value that prints as `[redacted]` wherever it lands: logs, JSON, templates, errors. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The only way to the value; call it where the value is used and nowhere else. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [inspect.custom](): string {
    return '[redacted]'
  }
}

/** Where a secret is: in an environment variable or a file, never in the configuration itself. */
export const SecretRef = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable') }),
  z.strictObject({ file: z.string().min(1) }),
])
export type SecretRef = z.infer<typeof SecretRef>
