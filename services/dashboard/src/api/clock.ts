/** A difference below this is the way of the answer, not a wrong clock. Milliseconds. */
const NOTABLE_MS = 5000

let skew = 0

/** Milliseconds now by the server's clock: a phone that is minutes off must not show wrong ages. */
export const now = (): number => Date.now() + skew

/** Learns from the time that stands in every answer. */
export function learnTime(answer: unknown): void {
  const asOf = (answer as { asOf?: unknown } | null)?.asOf
  const difference = typeof asOf === 'string' ? Date.parse(asOf) - Date.now() : Number.NaN
  if (Number.isFinite(difference)) skew = Math.abs(difference) > NOTABLE_MS ? difference : 0
}
