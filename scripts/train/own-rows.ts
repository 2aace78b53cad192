/**
 * Sentences of our own, where the public sets have none: news about brands, outages, thanks, warnings, two brands in one sentence (what each label
 * means: docs/labels.md). `packages/sentiment/training/LANG.tsv` holds one pattern a line: label of {A}, label of {B} or `-`, pattern; `(x|y|)` is a
 * choice. A line `slot`, NAME, `x|y` is a choice that patterns name: `{NAME}`. None is, or comes from, a sentence of a test.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createScoper } from '../../packages/sentiment/src/scope/scope.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { hash32, random } from './data.ts'
import type { Targeted } from './targets.ts'

const FOLDER = join(import.meta.dirname, '../../packages/sentiment/training')
/** Sentences made of one pattern at most; a pattern with fewer choices gives fewer. */
const MOST_PER_PATTERN = 24
/** The same of one that sets two brands side by side: how a language compares is to be learned from these. */
const MOST_PER_PAIR = 60
/** The same of a pattern with slots: it stands for thousands. */
const MOST_PER_SLOTTED = 200
/** Syllables that invented names are put together from, and what may stand before or after one. */
const NAMES: Readonly<Record<string, { parts: readonly string[]; around: readonly (readonly [string, string])[] }>> = {
  eng: {
    parts: 'vel ran dor mi sa tol ke bri no lan fe qua ost ri ham del zu ci'.split(' '),
    around: [
      ['', ''],
      ['', ''],
      ['', ' Bank'],
      ['@', ''],
      ['', ' Air'],
      ['', ' Mobile'],
    ],
  },
  nld: {
    parts: 'vel ran dor mi sa tol ke bri no laan fe kwa oost rie ham del zui ci'.split(' '),
    around: [
      ['', ''],
      ['', ''],
      ['', ' Bank'],
      ['@', ''],
      ['', ' Mobiel'],
    ],
  },
  zho: {
    parts: [...'瑞丰恒泰嘉禾云澜星河远博海岚金桥华岳天诺信达'],
    around: [
      ['', ''],
      ['', ''],
      ['', '银行'],
      ['', '航空'],
      ['', '手机'],
    ],
  },
  fas: {
    parts: 'را مه سا تو ند پا رس کی نا دل آر شا وی زا گل'.split(' '),
    around: [
      ['', ''],
      ['', ''],
      ['بانک ', ''],
      ['شرکت ', ''],
      ['', '‌تل'],
    ],
  },
}

/** A sentence with its names in it, where they stand, and the label of each (`-`: no such name). */
export interface OwnText {
  readonly text: string
  readonly names: readonly [string, string]
  readonly spans: readonly (readonly { start: number; end: number }[])[]
  readonly labels: readonly [string, string]
}

/** Every text with the tokens a model would be shown; half of them keep the words of the names. None for a language without patterns. */
export function ownRows(language: string): Targeted[] {
  const scoper = createScoper(language)
  const next = random(5)
  const found: Targeted[] = []
  for (const { text, names, spans, labels } of ownTexts(language)) {
    const seen = next() < 0.5
    const tokens = tokenize(text)
    const differs = labels[1] !== '-' && labels[0] !== labels[1]
    for (const [i, label] of labels.entries()) {
      if (label === '-') continue
      const scope = scoper(text, tokens, spans[i]!, spans[1 - i]!, seen)
      found.push({ label, set: 'own', target: names[i]!, text, tokens: scope.tokens, differs })
    }
  }
  return found
}

/** The sentences of a language, the same on every run. */
export function ownTexts(language: string): OwnText[] {
  const path = join(FOLDER, `${language}.tsv`)
  const names = NAMES[language]
  if (!existsSync(path) || !names) return []
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t') as [string, string, string])
  const slots = new Map<string, string[]>()
  for (const [kind, name, choices] of lines)
    if (kind === 'slot') slots.set(name, [...(slots.get(name) ?? []), ...choices.split('|')])
  return lines
    .filter(([kind]) => kind !== 'slot')
    .flatMap(([labelA, labelB, pattern]) => {
      const next = random(hash32(pattern))
      return sentences(pattern, slots, next).map((sentence) => ({
        ...place(sentence, [invent(names, next), invent(names, next)]),
        labels: [labelA, labelB] as const,
      }))
    })
}

function sentences(pattern: string, slots: ReadonlyMap<string, readonly string[]>, next: () => number): string[] {
  const most = /\{[A-Z]{2,}\}/.test(pattern)
    ? MOST_PER_SLOTTED
    : pattern.includes('{B}')
      ? MOST_PER_PAIR
      : MOST_PER_PATTERN
  const one = (list: readonly string[]): string => list[Math.floor(next() * list.length)]!
  const made = new Set<string>()
  for (let i = 0; i < most * 2 && made.size < most; i++) {
    made.add(
      pattern
        .replace(/\(([^()]*)\)/g, (_, choices: string) => one(choices.split('|')))
        .replace(/\{([A-Z]{2,})\}/g, (_, name: string) => one(slots.get(name)!)),
    )
  }
  return [...made]
}

function invent({ parts, around }: (typeof NAMES)[string], next: () => number): string {
  const one = (): string => parts[Math.floor(next() * parts.length)]!
  const stem = one() + one() + (next() < 0.5 ? one() : '')
  const [before, after] = around[Math.floor(next() * around.length)]!
  return before + stem.charAt(0).toUpperCase() + stem.slice(1) + after
}

/** The sentence with the names in it, and where they stand. */
function place(sentence: string, names: [string, string]) {
  const spans: { start: number; end: number }[][] = [[], []]
  let text = ''
  for (const piece of sentence.split(/(\{[AB]\})/)) {
    const which = ['{A}', '{B}'].indexOf(piece)
    if (which >= 0) spans[which]!.push({ start: text.length, end: text.length + names[which]!.length })
    text += which >= 0 ? names[which]! : piece
  }
  return { text, names, spans }
}
