/** Progress, tables and times for a person at a terminal; progress goes to stderr, results to stdout. */

export function out(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

const NUMBER = new Intl.NumberFormat('en')
export const number = (n: number): string => NUMBER.format(n)

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  let value = n
  let unit = -1
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?'
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

/** Columns side by side, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? number(cell) : cell)))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'))
  return cells
    .map((row) =>
      row
        .map((cell, i) => (right[i] ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A bar with rate and time left on a terminal; without one a line every ten seconds. A total of 0 is not known: no bar then. */
export class Progress {
  readonly #label: string
  readonly #noun: string
  readonly #started = Date.now()
  readonly #live = process.stderr.isTTY === true
  /** On a terminal the bar stands at once; elsewhere what is done within ten seconds needs no line. */
  #last = this.#live ? 0 : Date.now()
  #startDone = 0

  constructor(label: string, startDone = 0, noun = 'posts') {
    this.#label = label
    this.#noun = noun
    this.#startDone = startDone
  }

  /** `done` of `total` in any unit; `items` counted so far. */
  update(done: number, total: number, items: number, detail = ''): void {
    const now = Date.now()
    if (now - this.#last < (this.#live ? 120 : 10_000)) return
    this.#last = now
    this.#print(done, total, items, detail)
  }

  #print(done: number, total: number, items: number, detail: string): void {
    const seconds = Math.max(0.001, (Date.now() - this.#started) / 1000)
    const share = total > 0 ? Math.min(1, done / total) : 0
    const left = share > 0 ? ((total - done) * seconds) / Math.max(1, done - this.#startDone) : Number.POSITIVE_INFINITY
    const bar = `${'█'.repeat(Math.round(share * 20))}${'░'.repeat(20 - Math.round(share * 20))} ${Math.floor(share * 100)} %`
    const so = `${number(items)} ${this.#noun}  ${number(Math.round(items / seconds))}/s`
    const line =
      total > 0 ? `${this.#label} ${bar}  ${so}  ${duration(left)} left ${detail}` : `${this.#label}  ${so}  ${detail}`
    process.stderr.write(
      this.#live ? `\r${line.slice(0, Math.max(40, (process.stderr.columns ?? 100) - 1))}\u001b[K` : `${line}\n`,
    )
  }

  end(): void {
    if (this.#live) process.stderr.write('\r\u001b[K')
  }
}
