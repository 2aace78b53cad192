import { inspect } from 'node:util'

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
