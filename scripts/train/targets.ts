import { join } from 'node:path'
import { createScoper } from '../../packages/sentiment/src/scope/scope.ts'
import { MOST_TOKENS } from '../../packages/sentiment/src/scorer.ts'
import { type Token, tokenize } from '../../packages/text/src/index.ts'
import { DATA, rows } from './data.ts'

export interface Targeted {
  readonly label: string
  readonly set: string
  readonly target: string
  readonly text: string
  readonly tokens: readonly Token[]
  /** Targets of the same text carry different labels. */
  readonly differs: boolean
}
interface Place {
  start: number
  end: number
}

/** Every place of a target in a text, letter case aside. */
export function places(text: string, target: string): Place[] {
  const found: Place[] = []
  const low = text.toLowerCase()
  const wanted = target.toLowerCase()
  if (low.length !== text.length || wanted === '') return found
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + wanted.length))
    found.push({ start: at, end: at + wanted.length })
  return found
}

/** The spans of a row's target and of the other targets of its text. */
export function spansOf(text: string, target: string, all: readonly string[]): { target: Place[]; others: Place[] } {
  const own = places(text, target)
  const others = all
    .filter((other) => other !== target)
    .flatMap((other) => places(text, other))
    .filter((other) => !own.some((place) => other.start < place.end && place.start < other.end))
  return { target: own, others }
}

/** Rows of `data/targeted` by text. */
export function targetedTexts(
  two: string,
  part: string,
): Map<string, { label: string; set: string; target: string }[]> {
  const byText = new Map<string, { label: string; set: string; target: string }[]>()
  for (const [label, set, target, text] of rows(join(DATA, 'targeted', `${two}.${part}.tsv.gz`))) {
    const row = { label: label!, set: set!, target: target! }
    const list = byText.get(text!)
    if (list) list.push(row)
    else byText.set(text!, [row])
  }
  return byText
}

/** A row of `data/targeted` whose target stands in the text. */
export interface Placed {
  readonly text: string
  readonly label: string
  readonly set: string
  readonly target: string
  readonly spans: ReturnType<typeof spansOf>
  /** Targets of the same text carry different labels. */
  readonly differs: boolean
  /** Its set has neutral rows. */
  readonly neutralKnown: boolean
}

/** Rows whose target stands in the text, text by text; sets of `skip` are left out. */
export function* placedTargets(two: string, part: string, skip: ReadonlySet<string> = new Set()): Generator<Placed> {
  const texts = targetedTexts(two, part)
  const withNeutral = new Set(
    [...texts.values()].flatMap((all) => all.filter((row) => row.label === 'neutral').map((row) => row.set)),
  )
  for (const [text, all] of texts) {
    const list = all.filter((row) => !skip.has(row.set))
    const differs = new Set(list.map((row) => row.label)).size > 1
    const targets = list.map((row) => row.target)
    for (const row of list) {
      const spans = spansOf(text, row.target, targets)
      if (spans.target.length > 0) yield { text, ...row, spans, differs, neutralKnown: withNeutral.has(row.set) }
    }
  }
}

/** The same rows with the tokens that a model would be shown. */
export function targetedRows(
  language: string,
  two: string,
  part: string,
  skip: ReadonlySet<string>,
  seen: (text: string) => boolean,
): Targeted[] {
  const scoper = createScoper(language)
  return [...placedTargets(two, part, skip)].map(({ text, label, set, target, spans, differs }) => {
    const tokens = tokenize(text).slice(0, MOST_TOKENS)
    const scope = scoper(text, tokens, spans.target, spans.others, seen(text))
    return { label, set, target, text, tokens: scope.tokens, differs }
  })
}
