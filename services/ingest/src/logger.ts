/** The part of a pino logger that is used here: fields first. */
export type Logger = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>
>
