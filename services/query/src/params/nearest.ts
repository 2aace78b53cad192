/** Edit distance with swaps of neighbours, over at most 64 characters of each. */
function distance(a: string, b: string): number {
  const [x, y] = [a.slice(0, 64), b.slice(0, 64)]
  let [before, last] = [[] as number[], Array.from({ length: y.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= x.length; i++) {
    const row = [i]
    for (let j = 1; j <= y.length; j++) {
      const same = x[i - 1] === y[j - 1] ? 0 : 1
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[y.length]!
}

/** The known word nearest to what was written, or null when none is near. */
export function nearest(written: string, known: readonly string[]): string | null {
  const low = written.toLowerCase()
  const best = known
    .map((word) => ({ word, d: word.startsWith(low) && low.length > 2 ? 0.5 : distance(low, word.toLowerCase()) }))
    .sort((a, b) => a.d - b.d)[0]
  return best && best.d <= Math.max(1, Math.floor(written.length / 3)) ? best.word : null
}

/** `" (did you mean x?)"`, or nothing. */
export function didYouMean(written: string, known: readonly string[]): string {
  const word = nearest(written, known)
  return word === null ? '' : ` (did you mean ${word}?)`
}
