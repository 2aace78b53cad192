import { readFileSync } from 'node:fs'
import { IntentKind, type Span } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import type { IntentModel } from '../src/index.ts'

export const LANGUAGES = ['eng', 'nld', 'zho', 'fas'] as const
/** The invented brand as it is written in the sentences. */
const BRAND = /[@#]?meridia+n(?:bank)?|[@#]?子午银?行?|(?:بانک )?نصف[\u200c ]?النهار/giu

export interface Sentence {
  readonly kinds: readonly IntentKind[]
  readonly text: string
}

/** Reads `kinds<TAB>text`, kinds separated by commas or `none`. @throws on any other line */
export function readSentences(half: 'dev' | 'unseen', language: string): Sentence[] {
  const file = new URL(`sentences/${half}/${language}.tsv`, import.meta.url)
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, i) => {
      const [kinds = '', text = ''] = line.split('\t')
      if (text === '') throw new Error(`${language}: line ${i + 1} has no text`)
      return { kinds: kinds.trim() === 'none' ? [] : kinds.split(',').map((k) => IntentKind.parse(k.trim())), text }
    })
}

export function spansOf(text: string, name: RegExp = BRAND): Span[] {
  return [...text.matchAll(name)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
}

export interface Score {
  /** Sentences that have the intent. */
  readonly n: number
  readonly right: number
  readonly wrong: number
}

export const precision = ({ right, wrong }: Score): number => (right + wrong === 0 ? 1 : right / (right + wrong))
export const recall = ({ right, n }: Score): number => (n === 0 ? 0 : right / n)

/** The 95 % interval of a share (Wilson 1927). */
export function wilson(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1]
  const z = 1.96
  const p = hits / n
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return [middle - half, middle + half]
}

export interface Answer {
  readonly sentence: Sentence
  readonly said: readonly IntentKind[]
}

export function answers(model: IntentModel, half: 'dev' | 'unseen', language: string): Answer[] {
  return readSentences(half, language).map((sentence) => {
    const { text } = sentence
    const input = { text, tokens: tokenize(text), language, target: spansOf(text), others: [] }
    return { sentence, said: model.find(input).map((intent) => intent.kind) }
  })
}

export function score(all: readonly Answer[], kind: IntentKind): Score {
  let n = 0
  let right = 0
  let wrong = 0
  for (const { sentence, said } of all) {
    const has = sentence.kinds.includes(kind)
    n += has ? 1 : 0
    if (said.includes(kind)) {
      if (has) right++
      else wrong++
    }
  }
  return { n, right, wrong }
}

/** How many sentences without any intent got one. */
export function falseAlarms(all: readonly Answer[]): { n: number; wrong: number } {
  const none = all.filter((answer) => answer.sentence.kinds.length === 0)
  return { n: none.length, wrong: none.filter((answer) => answer.said.length > 0).length }
}
