import { readFileSync } from 'node:fs'
import { IntentKind } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import type { IntentModel } from '../src/index.ts'
import { spansOf } from './measure.ts'

const RIVAL = /harbour(?:'s)?|haven|海港银?行?|بندر/giu

export interface OfTwo {
  readonly language: string
  readonly text: string
  readonly brand: 'ours' | 'rival'
  readonly expected: readonly IntentKind[]
  readonly said: readonly IntentKind[]
}

/** Both judgements of every sentence that names two brands: `language<TAB>of ours<TAB>of the rival<TAB>text`. */
export function ofTwoBrands(model: IntentModel): OfTwo[] {
  const lines = readFileSync(new URL('sentences/two-brands.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.flatMap((line): OfTwo[] => {
    const [language, ours, rivals, text] = line.split('\t') as [string, string, string, string]
    const spans = { ours: spansOf(text), rival: spansOf(text, RIVAL) }
    if (spans.ours.length === 0 || spans.rival.length === 0) throw new Error(`names no two brands: ${text}`)
    const kinds = (list: string) => (list === 'none' ? [] : list.split(',').map((kind) => IntentKind.parse(kind)))
    const judge = (brand: 'ours' | 'rival', expected: string): OfTwo => {
      const [target, others] = brand === 'ours' ? [spans.ours, spans.rival] : [spans.rival, spans.ours]
      const found = model.find({ text, tokens: tokenize(text), language, target, others })
      return { language, text, brand, expected: kinds(expected), said: found.map((intent) => intent.kind) }
    }
    return [judge('ours', ours), judge('rival', rivals)]
  })
}
