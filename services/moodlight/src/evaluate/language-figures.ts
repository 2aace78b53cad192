import { bootstrap, type Interval } from './bootstrap.ts'

export interface LanguageFigures {
  readonly n: number
  readonly accuracy: number
  /** Mean over the languages that occur. */
  readonly macroF1: number
  /** Share answered `und`. They count as wrong. */
  readonly unknown: number
  readonly accuracyWhenKnown: number
  readonly intervals: { readonly accuracy: Interval; readonly macroF1: Interval; readonly unknown: Interval }
  readonly majority: { readonly label: string; readonly accuracy: number }
  /** Per language, by size: rows, share right with its interval, and what it is mistaken for most. */
  readonly languages: readonly {
    readonly language: string
    readonly n: number
    readonly accuracy: number
    readonly interval: Interval
    readonly mistakenFor: readonly { readonly language: string; readonly n: number }[]
  }[]
}

/** Figures from the true and the answered ISO 639-3 codes of rows. */
export function languageFigures(truth: readonly string[], given: readonly string[], seed = 1): LanguageFigures {
  const pairs = new Map<string, number>()
  const list: { truth: string; given: string; n: number }[] = []
  const cells = Uint32Array.from(truth, (code, i) => {
    const key = `${code} ${given[i]}`
    let at = pairs.get(key)
    if (at === undefined) {
      at = list.length
      pairs.set(key, at)
      list.push({ truth: code, given: given[i]!, n: 0 })
    }
    list[at]!.n++
    return at
  })
  const n = truth.length
  const measure = measurer(list)
  const [accuracy, macroF1, unknown] = measure(Float64Array.from(list, (pair) => pair.n)) as [number, number, number]
  const [a, f, u] = bootstrap(cells, list.length, measure, seed) as [Interval, Interval, Interval]
  const languages = [...new Set(truth)].map((language) => ofLanguage(language, list, seed))
  languages.sort((x, y) => y.n - x.n || (x.language < y.language ? -1 : 1))
  const most = languages[0]
  return {
    n,
    accuracy,
    macroF1,
    unknown,
    accuracyWhenKnown: accuracy / (1 - unknown || 1),
    intervals: { accuracy: a, macroF1: f, unknown: u },
    majority: { label: most?.language ?? '', accuracy: (most?.n ?? 0) / n },
    languages,
  }
}

function measurer(list: readonly { truth: string; given: string }[]) {
  const codes = [...new Set(list.map((pair) => pair.truth))]
  const index = new Map(codes.map((code, i) => [code, i]))
  const t = list.map((pair) => index.get(pair.truth)!)
  const g = list.map((pair) => index.get(pair.given) ?? -1)
  const und = list.map((pair) => pair.given === 'und')
  return (counts: Float64Array): number[] => {
    const support = new Float64Array(codes.length)
    const answered = new Float64Array(codes.length)
    const hits = new Float64Array(codes.length)
    let n = 0
    let right = 0
    let unknown = 0
    for (let c = 0; c < list.length; c++) {
      const k = counts[c]!
      n += k
      support[t[c]!]! += k
      if (g[c]! >= 0) answered[g[c]!]! += k
      if (und[c]) unknown += k
      if (t[c] !== g[c]) continue
      hits[t[c]!]! += k
      right += k
    }
    let f1 = 0
    let classes = 0
    for (let k = 0; k < codes.length; k++) {
      if (support[k] === 0) continue
      classes++
      f1 += (2 * hits[k]!) / (support[k]! + answered[k]!)
    }
    return [right / n, f1 / classes, unknown / n]
  }
}

function ofLanguage(language: string, list: readonly { truth: string; given: string; n: number }[], seed: number) {
  const own = list.filter((pair) => pair.truth === language)
  const n = own.reduce((sum, pair) => sum + pair.n, 0)
  const right = own.find((pair) => pair.given === language)?.n ?? 0
  const rows = Uint8Array.from({ length: n }, (_, i) => (i < right ? 1 : 0))
  const [interval] = bootstrap(rows, 2, (counts) => [counts[1]! / n], seed)
  const mistakenFor = own
    .filter((pair) => pair.given !== language)
    .sort((x, y) => y.n - x.n || (x.given < y.given ? -1 : 1))
    .slice(0, 3)
    .map((pair) => ({ language: pair.given, n: pair.n }))
  return { language, n, accuracy: right / n, interval: interval!, mistakenFor }
}
