/** What the longest-name rule looks at and changes. */
export interface Contender {
  readonly start: number
  readonly end: number
  readonly name: string
  verdict: 'sure' | 'unsure' | 'refused'
  why: string
}

/**
 * The longest name wins: of overlapping contenders the longest stays (the earlier one when they are equally long), the others
 * are refused. The same span may belong to several brands. O(n log n + text covered).
 */
export function keepLongest(contenders: readonly Contender[]): void {
  const alive = contenders.filter((c) => c.verdict !== 'refused')
  if (alive.length < 2) return
  alive.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  let length = 0
  for (const c of alive) length = Math.max(length, c.end)
  const owner = new Int32Array(length)
  alive.forEach((c, i) => {
    // What is as long or longer and overlaps covers the first or the last unit.
    const winner = alive[(owner[c.start] || owner[c.end - 1] || 0) - 1]
    if (winner === undefined) owner.fill(i + 1, c.start, c.end)
    else if (winner.start !== c.start || winner.end !== c.end) {
      c.verdict = 'refused'
      c.why = `longer:${winner.name}`
    }
  })
}
