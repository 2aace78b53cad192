import type { Interval } from '../../services/moodlight/src/evaluate/bootstrap.ts'

/** Three decimals; a dash for what cannot be said. */
export const three = (x: number | null | undefined): string =>
  x === null || x === undefined || Number.isNaN(x) ? '–' : x.toFixed(3).replace('-', '−')

/** A difference, with its sign. */
export const signed = (x: number): string => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`

/** A figure with its 95 % interval. */
export const between = (x: number, interval: Interval): string => `${three(x)} (${range(interval)})`

export const range = ([low, high]: Interval): string => `${three(low)} to ${three(high)}`

export const whole = (n: number): string => n.toLocaleString('en')
export const percent = (x: number): string => `${(x * 100).toFixed(1)} %`

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line), '']
}
