import type { Net } from '../api/contract.ts'

/** a − b with its interval, taking both as independent: half-widths add as squares. */
export function difference(a: Net, b: Net): Net {
  const value = a.value - b.value
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  }
}
