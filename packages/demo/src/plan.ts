import type { DemoBrand } from './brands.ts'
import type { DemoLanguage, TextKind } from './texts/index.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** Mean number of posts an hour over the week. */
export const MEAN_PER_HOUR = 230

/**
 * Share of the day's posts by UTC hour: a quiet night, a rise at breakfast, a peak in the evening. The night must not be quieter:
 * healthy sources would be called silent (see silenceLimit of query), and who starts the demo then would see nothing move.
 */
const RHYTHM = [
  0.45, 0.35, 0.3, 0.3, 0.35, 0.5, 0.85, 1.15, 1.3, 1.3, 1.25, 1.3, 1.35, 1.25, 1.2, 1.25, 1.35, 1.5, 1.65, 1.7, 1.55,
  1.2, 0.85, 0.5,
] as const

/** Posts expected in the hour that starts at `hour`. */
export function rate(hour: number): number {
  const date = new Date(hour)
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6
  return MEAN_PER_HOUR * (RHYTHM[date.getUTCHours()] as number) * (weekend ? 0.85 : 1.06)
}

export const LANGUAGE_WEIGHTS: Readonly<Record<DemoLanguage | 'other', number>> = {
  eng: 35,
  nld: 34,
  zho: 15,
  fas: 14,
  other: 2,
}

const BRAND_WEIGHTS: Readonly<Record<DemoBrand | 'off', number>> = {
  velora: 29,
  brinkhof: 27,
  maravel: 21,
  solmark: 19,
  lantern: 0.12,
  off: 3,
}

type Kinds = Readonly<Partial<Record<TextKind, number>>>
const GOOD: Kinds = {
  praise: 40,
  thanks: 9,
  neutral: 17,
  question: 13,
  complaint: 7,
  mixed: 3,
  versus: 2,
  pressGood: 2.5,
  pressNeutral: 3,
  irony: 0.5,
}
const BAD: Kinds = {
  complaint: 40,
  outage: 12,
  irony: 3,
  fraud: 4,
  neutral: 13,
  question: 10,
  praise: 6,
  mixed: 4,
  versus: 6,
  pressBad: 2.5,
  pressNeutral: 2,
}
const SPLIT: Kinds = {
  praise: 27,
  complaint: 29,
  mixed: 8,
  neutral: 13,
  question: 11,
  thanks: 4,
  outage: 2,
  versus: 3,
  pressGood: 1,
  pressBad: 1,
  pressNeutral: 2,
}
const CRISIS: Kinds = { outage: 52, complaint: 22, irony: 7, fraud: 6, question: 5, versus: 6, pressBad: 6, neutral: 2 }
const RECOVERY: Kinds = { thanks: 38, praise: 18, neutral: 14, question: 12, complaint: 9, mixed: 4, pressNeutral: 3 }

/** Maravel before it began to answer: one brand whose day is better than usual, when the demo is first seen. */
const GRUMBLING: Kinds = { ...SPLIT, praise: 15, complaint: 44 }

/** The outage of Solmark: it starts on the fourth morning before the first start, lasts twenty hours, then a day of repair. */
export function crisisPhase(at: number, origin: number): 'before' | 'crisis' | 'recovery' | 'after' {
  const start = Math.floor(origin / DAY) * DAY - 4 * DAY + 8 * HOUR
  if (at < start) return 'before'
  if (at < start + 20 * HOUR) return 'crisis'
  return at < start + 44 * HOUR ? 'recovery' : 'after'
}

export function brandWeights(at: number, origin: number): Readonly<Record<DemoBrand | 'off', number>> {
  return crisisPhase(at, origin) === 'crisis' ? { ...BRAND_WEIGHTS, solmark: BRAND_WEIGHTS.solmark * 3 } : BRAND_WEIGHTS
}

export function kindWeights(brand: DemoBrand, at: number, origin: number): Kinds {
  if (brand === 'velora') return GOOD
  if (brand === 'brinkhof') return BAD
  if (brand === 'maravel' && at < origin - DAY) return GRUMBLING
  if (brand !== 'solmark') return SPLIT
  const phase = crisisPhase(at, origin)
  return phase === 'crisis' ? CRISIS : phase === 'before' ? SPLIT : phase === 'recovery' ? RECOVERY : GOOD
}
