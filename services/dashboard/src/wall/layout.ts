export interface WallLayout {
  /** Tiles in each row, from the top. */
  readonly rows: readonly number[]
  /** Columns of the grid: every row fills them, so that there is never an empty corner. */
  readonly columns: number
  /** One hundredth of the width a tile's type is made for, in CSS pixels: all tiles of a wall have the same type size. */
  readonly unit: number
  /** Whether all rows fit the height given; otherwise the wall scrolls. */
  readonly fits: boolean
}

/** Tiles are drawn for this proportion of width to height. */
const PROPORTION = 1.35

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
const lcm = (a: number, b: number) => (a / gcd(a, b)) * b

/** `count` tiles over `rows` rows, as even as can be, the shorter rows (wider tiles) first. */
export function spread(count: number, rows: number): number[] {
  const short = Math.floor(count / rows)
  const long = count % rows
  return Array.from({ length: rows }, (_, row) => (row < rows - long ? short : short + 1))
}

/** The rows that give the largest type for `count` tiles in a box of CSS pixels; `minHeight` is the least height of a tile. */
export function layoutWall(count: number, width: number, height: number, minHeight: number): WallLayout {
  let best: { rows: number[]; unit: number; score: number } | null = null
  for (let r = 1; r <= count; r++) {
    const rows = spread(count, r)
    const longest = Math.max(...rows)
    const tileHeight = Math.max(minHeight, height / r)
    const unit = Math.min(width / longest, tileHeight * PROPORTION) / 100
    const overflow = Math.min(1, height / (tileHeight * r))
    const score = unit * (rows[0]! / longest) ** 0.5 * overflow
    if (best === null || score > best.score) best = { rows, unit, score }
  }
  if (best === null) return { rows: [], columns: 1, unit: 4, fits: true }
  return {
    rows: best.rows,
    columns: best.rows.reduce(lcm, 1),
    unit: best.unit,
    fits: best.rows.length * minHeight <= height + 1,
  }
}

/** The column span of every tile, in order. */
export function spansOf(layout: WallLayout): number[] {
  return layout.rows.flatMap((count) => Array.from({ length: count }, () => layout.columns / count))
}
