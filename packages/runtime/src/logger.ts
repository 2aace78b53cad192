import { pino } from 'pino'
import { prettyLine } from './pretty-line.ts'

type Log = (fields: Record<string, unknown>, message: string) => void

/** Fields first, then one sentence; per batch and not per post, and never the text of a post above debug level. */
export interface Logger {
  readonly debug: Log
  readonly info: Log
  readonly warn: Log
  readonly error: Log
  child(fields: Record<string, unknown>): Logger
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
/** Whatever is called so is not written, on the first two levels of the fields. */
const HIDDEN = [
  'secret',
  'secrets',
  'token',
  'password',
  'authorization',
  'cookie',
  'apiKey',
  'authorSecret',
  'localToken',
]

export interface LoggerOptions {
  /** trace … fatal or silent; default: MOODLIGHT_LOG, else info. */
  readonly level?: string
  /** Lines for people instead of JSON; default: when the output is a terminal. */
  readonly pretty?: boolean
  /** Where whole lines go; default: file descriptor 1, at once, also from worker threads. */
  readonly write?: (line: string) => void
}

/** Makes a logger of JSON lines, or of lines for people on a terminal. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const wanted = options.level ?? process.env['MOODLIGHT_LOG'] ?? 'info'
  const pretty = options.pretty ?? (options.write === undefined && process.stdout.isTTY === true)
  const direct = pino.destination({ fd: 1, sync: true })
  const write = options.write ?? ((line: string) => direct.write(line))
  return pino(
    {
      level: LEVELS.includes(wanted) ? wanted : 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    },
    { write: pretty ? (line: string) => write(prettyLine(line)) : write },
  ) as unknown as Logger
}
