/** Negative, neutral, positive. */
export type Triple = readonly [number, number, number]
export type Matrix = readonly [Triple, Triple, Triple]

function det3(m: Matrix): number {
  const [[a, b, c], [d, e, f], [g, h, i]] = m
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
}

function withColumn(m: Matrix, column: number, v: Triple): Matrix {
  return m.map((row, i) => row.map((x, j) => (j === column ? v[i] : x))) as unknown as Matrix
}

/** Solves m x = v by Cramer's rule (three unknowns: exact enough and without pivoting); null when m is singular. */
export function solve3(m: Matrix, v: Triple): Triple | null {
  const det = det3(m)
  if (Math.abs(det) < 1e-9) return null
  return [det3(withColumn(m, 0, v)) / det, det3(withColumn(m, 1, v)) / det, det3(withColumn(m, 2, v)) / det]
}

export function transpose(m: Matrix): Matrix {
  return [0, 1, 2].map((j) => m.map((row) => row[j])) as unknown as Matrix
}

/** Cuts negative shares to zero and makes the rest sum to 1. */
export function toShares(v: Triple): Triple {
  const cut = v.map((x) => Math.max(0, x))
  const sum = cut[0]! + cut[1]! + cut[2]!
  return sum === 0 ? [0, 1, 0] : (cut.map((x) => x / sum) as unknown as Triple)
}
