import { estimateNet, type LabelError, type Triple } from '../../packages/mood/src/index.ts'
import type { LabelCounts, LanguageError, SetBias } from '../../packages/sentiment/src/label-error.ts'
import { random } from './data.ts'
import { emptyCounts } from './measure.ts'

/** Mixes of labels that each set is drawn in. */
const MIXES = 400
/** Posts per draw: a quiet day of a brand. */
const POSTS = 200
/** A set counts like this many rows at most. */
const FULL_ROWS = 1000
/** Fewer sets than this say nothing of the spread between sets. */
const LEAST_SETS = 4
/** Part of the draws on other sets that the margin has to hold; of these, the least that covers a set not seen 90 times in 100. */
const HELD = [0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 1]
const AIM = 0.9
const STATED = 0.1

const round = (x: number): number => Math.round(x * 1000) / 1000
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / (list.length || 1)
const counts = (set: SetBias): LabelCounts => set.leaveOneOut.confusion
const total = (row: readonly number[]): number => row[0]! + row[1]! + row[2]!

/** The confusion of several sets together, none of them the voice of all. */
function pooled(sets: readonly SetBias[]): LabelCounts {
  const sum = emptyCounts()
  for (const set of sets) {
    const weight = Math.min(1, FULL_ROWS / set.leaveOneOut.n)
    counts(set).forEach((row, y) => {
      for (let k = 0; k < 3; k++) sum[y]![k]! += row[k]! * weight
    })
  }
  return sum.map((row) => row.map(Math.round) as [number, number, number])
}

/** How far intervals miss the truth, beyond their ends, and how wide they are on each side: one number per draw. */
interface Draws {
  readonly missed: number[]
  readonly half: number
}

/** Draws posts of a set in many mixes of labels (uniform over all mixes), labelled as the confusion of the set says. */
function draws(set: SetBias, error: LabelError, seed: number): Draws {
  const next = random(seed)
  const present = [0, 1, 2].filter((y) => total(counts(set)[y]!) > 0)
  const pick = (shares: readonly number[], sum: number): number => {
    let x = next() * sum
    for (let i = 0; i < shares.length; i++) {
      x -= shares[i]!
      if (x < 0) return i
    }
    return shares.length - 1
  }
  const missed: number[] = []
  let half = 0
  for (let mix = 0; mix < MIXES; mix++) {
    const shares = [0, 1, 2].map((y) => (present.includes(y) ? -Math.log(1 - next()) : 0))
    const sum = total(shares)
    const votes: [number, number, number] = [0, 0, 0]
    for (let i = 0; i < POSTS; i++) {
      const row = counts(set)[pick(shares, sum)]!
      votes[pick(row, total(row)) as 0 | 1 | 2]++
    }
    const net = (shares[2]! - shares[0]!) / sum
    const [negative, neutral, positive] = votes
    const one = [{ language: set.language, votes: { negative, neutral, positive, unscored: 0 } }]
    const { low, high } = estimateNet(one, () => error)!
    missed.push(Math.max(0, low - net, net - high))
    half += (high - low) / 2 / MIXES
  }
  return { missed, half }
}

const share = (missed: readonly number[], margin: number): number =>
  missed.filter((x) => x <= margin + 1e-9).length / missed.length

/** The margin that holds a part of the draws of several sets; the worst of all with part 1. */
function marginFor(of: readonly Draws[], part: number): number {
  const all = of.flatMap((draw) => draw.missed).sort((a, b) => a - b)
  return Math.ceil(100 * all[Math.min(all.length - 1, Math.ceil(part * all.length) - 1)]!) / 100
}

const errorOf = (sets: readonly SetBias[], corrected: boolean): LabelError =>
  corrected
    ? { kind: 'measured', confusion: pooled(sets) as unknown as readonly [Triple, Triple, Triple] }
    : { kind: 'stated', margin: 0 }

/** Each set judged by the error that the others of its language teach. */
const nested = (sets: readonly SetBias[], corrected: boolean): Draws[] =>
  sets.map((set, i) =>
    draws(
      set,
      errorOf(
        sets.filter((other) => other !== set),
        corrected,
      ),
      1000 + i,
    ),
  )

interface Judged {
  readonly margin: number
  readonly perSet: number[]
  readonly coverage: number
  readonly half: number
}

/** Coverage of the draws of each set by a margin from the others, with the least part held that reaches the aim. */
function judge(all: readonly Draws[]): Judged {
  let best: Judged | null = null
  for (const part of HELD) {
    const margins = all.map((draw) =>
      marginFor(
        all.filter((other) => other !== draw),
        part,
      ),
    )
    const perSet = all.map((draw, i) => share(draw.missed, margins[i]!))
    const half = mean(all.map((draw, i) => draw.half + margins[i]!))
    best = { margin: marginFor(all, part), perSet, coverage: mean(perSet), half }
    if (best.coverage >= AIM) return best
  }
  return best!
}

const ownSets = (language: string, sets: readonly SetBias[]) => sets.filter((set) => set.language === language)

function both(language: string, sets: readonly SetBias[]) {
  const own = ownSets(language, sets)
  if (own.length < LEAST_SETS) return null
  const stated = nested(own, false)
  const corrected = judge(nested(own, true))
  const widened = judge(stated)
  // The narrower of those that reach the aim; the better covering one where neither does.
  const reach = corrected.coverage >= AIM && widened.coverage >= AIM
  const better = reach ? corrected.half < widened.half : corrected.coverage > widened.coverage
  return { own, stated, corrected, widened, used: better ? corrected : widened, isCorrected: better }
}

/** The label error of a language, or null where it has too few sets. */
export function languageError(
  language: string,
  sets: readonly SetBias[],
): (LanguageError & { half: number; otherHalf: number }) | null {
  const found = both(language, sets)
  if (!found) return null
  return {
    language,
    sets: found.own.length,
    corrected: found.isCorrected,
    confusion: pooled(found.own),
    margin: found.used.margin,
    coverage: round(found.used.coverage),
    statedCoverage: round(mean(found.stated.map((draw) => share(draw.missed, STATED)))),
    half: round(found.used.half),
    otherHalf: round((found.isCorrected ? found.widened : found.corrected).half),
  }
}

/** The sets with their coverage. */
export function covers(sets: readonly SetBias[]): SetBias[] {
  return [...new Set(sets.map((set) => set.language))].flatMap((language) => {
    const found = both(language, sets)
    if (!found) return ownSets(language, sets)
    return found.own.map((set, i) => ({
      ...set,
      coverage: { stated: round(share(found.stated[i]!.missed, STATED)), others: round(found.used.perSet[i]!) },
    }))
  })
}
