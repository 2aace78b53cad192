/** A judged row of development text. */
export interface Judged {
  readonly set: string
  readonly y: number
  readonly logits: readonly [number, number, number]
  readonly weight: number
  /** Its set has neutral rows. */
  readonly neutralKnown: boolean
}

export const favoured = (l: readonly number[]): 0 | 1 | 2 =>
  l[0]! > l[1]! && l[0]! > l[2]! ? 0 : l[2]! > l[1]! ? 2 : 1

/** Probability of the favoured label when its log-odds are divided by `temperature`. */
export function confidence(l: readonly number[], temperature: number): number {
  const best = l[favoured(l)]!
  return 1 / l.reduce((z, x) => z + Math.exp((x - best) / temperature), 0)
}

/**
 * One temperature per label (Guo et al. 2017), chosen by the likelihood that the favoured label is right. It changes how sure a label is, never
 * which label it is.
 */
export function temperatures(rows: readonly Judged[]): [number, number, number] {
  return [0, 1, 2].map((label) => {
    const own = rows.filter((row) => favoured(row.logits) === label)
    let best = 1
    let least = Infinity
    for (let t = 0.3; t < 6; t *= 1.03) {
      let loss = 0
      for (const row of own) {
        const p = Math.min(1 - 1e-9, Math.max(1e-9, confidence(row.logits, t)))
        loss -= row.weight * (row.y === label ? Math.log(p) : Math.log(1 - p))
      }
      if (loss < least) {
        least = loss
        best = t
      }
    }
    return own.length > 20 ? Math.round(best * 1000) / 1000 : 1
  }) as [number, number, number]
}

const FOLDS = 5
const BINS = 15

/**
 * Expected calibration error of the favoured label over 15 equal bins by cross-fitting: each fifth of the rows has the temperatures that the other four
 * give, and the error is taken over all rows together.
 */
export function calibrationError(rows: readonly Judged[], foldOf: (row: Judged, index: number) => number): number {
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, sure: 0, right: 0 }))
  const folds = rows.map((row, i) => foldOf(row, i) % FOLDS)
  for (let fold = 0; fold < FOLDS; fold++) {
    const t = temperatures(rows.filter((_, i) => folds[i] !== fold))
    for (const row of rows.filter((_, i) => folds[i] === fold)) {
      const label = favoured(row.logits)
      const p = confidence(row.logits, t[label])
      const bin = bins[Math.min(BINS - 1, Math.floor(p * BINS))]!
      bin.weight += row.weight
      bin.sure += row.weight * p
      bin.right += row.y === label ? row.weight : 0
    }
  }
  const total = bins.reduce((a, b) => a + b.weight, 0)
  return bins.reduce((error, bin) => error + Math.abs(bin.sure - bin.right) / total, 0)
}
