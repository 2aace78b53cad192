import type { Floor } from './floors.ts'
import type { LanguageSetResult } from './language.ts'
import { between, percent, signed, three } from './markdown.ts'
import { nameOf } from './names.ts'
import type { ContrastResult, IntentResult } from './own-sets.ts'
import type { LanguageResult } from './sentiment.ts'

/** Net sentiment that is off by more, beyond chance, is told. */
const BIAS = 0.1
const CLAIMED = ['eng', 'nld', 'zho', 'fas']

/** Sentences about everything in which we lose, made from the figures; in the order of the page. */
export function losses(found: {
  floors: readonly Floor[]
  sentiment: readonly LanguageResult[]
  language: readonly LanguageSetResult[]
  contrast: readonly ContrastResult[]
  intents: readonly IntentResult[]
}): string[] {
  const missed = found.floors.filter((floor) => !floor.met)
  return [
    ...missed.map(
      (f) =>
        `Asked and not reached: ${f.what}: ${between(f.value, f.interval)} where ${f.atMost ? 'at most ' : ''}${three(f.floor)} was asked.`,
    ),
    ...found.sentiment.flatMap(ofSentiment),
    ...found.language.flatMap(ofLanguage),
    ...found.contrast
      .filter((c) => c.both < 0.5)
      .map(
        (c) =>
          `Two brands in one ${nameOf(c.language)} text (${c.half} half): both labels are right in only ${percent(c.both)} of ${c.texts} texts.`,
      ),
    ...found.intents
      .filter((i) => i.half === 'unseen' && i.kind !== 'all' && i.recall < 0.4)
      .map(
        (i) => `Intent ${i.kind}, ${nameOf(i.language)}: only ${percent(i.recall)} of the unseen sentences are found.`,
      ),
  ]
}

function ofSentiment({ language, sets }: LanguageResult): string[] {
  return sets.flatMap(({ set, figures, baselines }) => {
    const at = `${nameOf(language)}, ${set} (n ${figures.n})`
    const used = figures.neutralMasked ?? figures
    const out: string[] = []
    for (const baseline of baselines) {
      if (baseline.ahead.difference >= 0) continue
      const sure = baseline.ahead.interval[1] < 0 ? '' : ', within chance'
      out.push(
        `${at}: the package ${baseline.name} is right more often, by ${three(-baseline.ahead.difference)}${sure}.`,
      )
    }
    if (figures.accuracy < figures.majority.accuracy)
      out.push(
        `${at}: always "${figures.majority.label}" would be right more often (${three(figures.majority.accuracy)} against ${three(figures.accuracy)}); macro-F1 ${three(figures.majority.macroF1)} against ${three(figures.macroF1)}.`,
      )
    const [low, high] = used.intervals.bias
    if (low > BIAS || high < -BIAS)
      out.push(
        `${at}: net sentiment is too ${used.bias > 0 ? 'high' : 'low'} by ${signed(used.bias)} (${three(low)} to ${three(high)}).`,
      )
    return out
  })
}

function ofLanguage({ set, slices }: LanguageSetResult): string[] {
  return slices
    .filter((slice) => slice.language === 'all' || CLAIMED.includes(slice.language))
    .flatMap((slice) =>
      slice.comparisons
        .filter((c) => c.ahead.difference < 0)
        .map((c) => {
          const sure = c.ahead.interval[1] < 0 ? '' : ', within chance'
          return `Language, ${set}, ${slice.language} (n ${slice.n}): ${c.library} is right more often, ${three(c.accuracy)} against ${three(slice.accuracy)}${sure}.`
        }),
    )
}
