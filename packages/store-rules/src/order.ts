/** Order of ids in both stores: by bytes of UTF-8, which is the order of code points and not that of UTF-16 units. */
export function compareIds(a: string, b: string): number {
  const n = Math.min(a.length, b.length)
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}

export interface Place {
  readonly at: number
  readonly mid: string
}

/** Newest first, equal times by falling id; negated for oldest first. */
export function compareNewest(a: Place, b: Place): number {
  return b.at - a.at || compareIds(b.mid, a.mid)
}
