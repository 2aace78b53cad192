import { middle95, resamplesOf } from './bootstrap.ts'
import { random } from './random.ts'

export interface Agreement {
  readonly people: number
  /** Rows that at least two people labelled. */
  readonly n: number
  /** Share of pairs of labels of a row that are the same. */
  readonly same: number
  /** Krippendorff's alpha for nominal data (2011): 1 is perfect, 0 is chance. */
  readonly alpha: number
  readonly alphaInterval: readonly [number, number]
  /** Cohen's kappa (1960), when there are two people. */
  readonly kappa: number | null
}

/** How far people agree. Each row holds one label per person, null where there is none. null: no row has two labels. */
export function agreement(rows: readonly (readonly (number | null)[])[], seed = 1): Agreement | null {
  const units = rows.map((row) => row.filter((label) => label !== null)).filter((labels) => labels.length >= 2)
  if (units.length === 0) return null
  const people = Math.max(...rows.map((row) => row.length))
  const next = random(seed)
  const draws = Array.from({ length: resamplesOf(units.length) }, () =>
    alpha(Array.from({ length: units.length }, () => units[Math.floor(next() * units.length)]!)),
  )
  const pairs = rows.filter((row) => row.length >= 2 && row[0] !== null && row[1] !== null)
  return {
    people,
    n: units.length,
    same: 1 - observed(units),
    alpha: alpha(units),
    alphaInterval: middle95(draws),
    kappa: people === 2 ? kappa(pairs as [number, number][]) : null,
  }
}

/** Mean share of unlike pairs within a row, each label counted once. */
function observed(units: readonly (readonly number[])[]): number {
  let unlike = 0
  let labels = 0
  for (const unit of units) {
    const m = unit.length
    let pairs = 0
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) if (i !== j && unit[i] !== unit[j]) pairs++
    unlike += pairs / (m - 1)
    labels += m
  }
  return unlike / labels
}

/** 1 less observed over expected disagreement; 1 when everybody said one and the same label throughout. */
export function alpha(units: readonly (readonly number[])[]): number {
  const counts = new Map<number, number>()
  let n = 0
  for (const unit of units)
    for (const label of unit) {
      counts.set(label, (counts.get(label) ?? 0) + 1)
      n++
    }
  let like = 0
  for (const count of counts.values()) like += count * (count - 1)
  const expected = 1 - like / (n * (n - 1))
  return expected === 0 ? 1 : 1 - observed(units) / expected
}

export function kappa(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length
  const share = (side: 0 | 1, label: number): number => pairs.filter((pair) => pair[side] === label).length / n
  const labels = [...new Set(pairs.flat())]
  const chance = labels.reduce((sum, label) => sum + share(0, label) * share(1, label), 0)
  const same = pairs.filter(([a, b]) => a === b).length / n
  return chance === 1 ? 1 : (same - chance) / (1 - chance)
}
