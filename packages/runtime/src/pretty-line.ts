const COLOURS: Readonly<Record<string, string>> = {
  debug: '\u001B[2m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
  fatal: '\u001B[31m',
}
const RESET = '\u001B[0m'

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return /[\s"]/.test(text) && typeof value === 'string' ? JSON.stringify(text) : text
}

/** One JSON line of the logger as a line for people: time, level where it matters, sentence, fields. */
export function prettyLine(line: string): string {
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(line)
  } catch {
    return line
  }
  const { time, level, msg, err, ...rest } = fields as {
    time?: string
    level?: string
    msg?: string
    err?: { message?: string; stack?: string }
  }
  const clock = String(time ?? '').slice(11, 19)
  const colour = COLOURS[level ?? ''] ?? ''
  const mark = level === 'info' ? '' : `${level} `
  const tail = Object.entries(rest).map(([key, value]) => ` \u001B[2m${key}=\u001B[22m${shown(value)}`)
  const why = err
    ? ` \u001B[2m${level === 'error' ? (err.stack ?? err.message ?? '') : (err.message ?? '')}\u001B[22m`
    : ''
  return `\u001B[2m${clock}\u001B[22m ${colour}${mark}${msg ?? ''}${colour ? RESET : ''}${tail.join('')}${why}\n`
}
