/**
 * The contrast set: two brands in one text, each with its own label; written by us. One text a line: text, brand, label, brand, label, kind. The `unseen` half is
 * opened by no one who writes rules or trains models: this gives sums of it, never a text.
 */
import { existsSync, readFileSync } from 'node:fs'
import type { Span } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import type { SentimentModel } from '../../src/index.ts'

export interface ContrastFigures {
  readonly texts: number
  /** Of two judgements a text, those that are right. */
  readonly right: number
  /** Texts in which both are. */
  readonly both: number
  /** The same when each brand gets the label of the whole text. */
  readonly wholeRight: number
  readonly wholeBoth: number
  /** Judgements per kind of text. */
  readonly kinds: ReadonlyMap<string, { n: number; right: number }>
}

/** Every place of a name in a text. */
export function placesOf(text: string, name: string): Span[] {
  const spans: Span[] = []
  for (let i = text.indexOf(name); i >= 0; i = text.indexOf(name, i + name.length))
    spans.push({ start: i, end: i + name.length })
  return spans
}

export function readContrast(language: string, half: 'dev' | 'unseen'): string[][] {
  const file = new URL(`${half}/${language}.tsv`, import.meta.url)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
}

export function measureContrast(sentiment: SentimentModel, language: string, half: 'dev' | 'unseen'): ContrastFigures {
  const kinds = new Map<string, { n: number; right: number }>()
  const sums = { texts: 0, right: 0, both: 0, wholeRight: 0, wholeBoth: 0 }
  for (const [text, a, labelA, b, labelB, kind] of readContrast(language, half)) {
    const tokens = tokenize(text!)
    const at = kinds.get(kind!) ?? { n: 0, right: 0 }
    kinds.set(kind!, at)
    const spans = [placesOf(text!, a!), placesOf(text!, b!)] as const
    const judge = (target: readonly Span[] | null, others: readonly Span[]): string =>
      sentiment.score({ text: text!, tokens, language, target, others }).label
    const whole = judge(null, [])
    const right = Number(judge(spans[0], spans[1]) === labelA) + Number(judge(spans[1], spans[0]) === labelB)
    const wholeRight = Number(whole === labelA) + Number(whole === labelB)
    at.n += 2
    at.right += right
    sums.texts++
    sums.right += right
    sums.both += right === 2 ? 1 : 0
    sums.wholeRight += wholeRight
    sums.wholeBoth += wholeRight === 2 ? 1 : 0
  }
  return { ...sums, kinds }
}
