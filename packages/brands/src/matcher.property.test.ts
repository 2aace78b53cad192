import { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unitsOf, unitsOfName } from './alphabet.ts'
import { buildAutomaton } from './automaton.ts'
import { compileBrands } from './index.ts'
import { createScanner } from './scan.ts'

const NAMES = [
  'ING',
  'ABN AMRO',
  'ABN',
  'Orange Money',
  'Orange',
  '湖银行',
  '银行',
  'بانک ملت',
  'ملت',
  '바다',
  'オレンジ',
  "O'Neil",
  'Æro',
  '𝐈x',
]

const piece = fc.constantFrom(
  ...NAMES,
  ...'ing Abn-Amro ＡＢＮ orángé ملـت بانک‌ملت ها ی s ’s app # @ . - _ / http://x.nl/ juice ﬁ ﷺ \u0301 \u200c \ud800 \udc00 \0 😡 0 a Z'.split(
    ' ',
  ),
  ' ',
  ' ',
  '\n',
)
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 25 }).map((a) => a.join('')),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 50 }).map((a) => String.fromCharCode(...a)),
)

const matcher = compileBrands(
  [
    Brand.parse({
      id: 'a',
      label: 'a',
      names: NAMES.filter((_, i) => i % 2 === 0),
      handles: ['ing'],
      hashtags: ['abn'],
    }),
    Brand.parse({
      id: 'b',
      label: 'b',
      names: NAMES.map((text, i) => ({
        text,
        compounds: i % 2 === 0,
        exactCase: i % 3 === 0,
        needsContext: i % 5 === 0,
      })),
      context: ['app'],
      notContext: ['juice'],
      blocked: ['ABN AMRO app'],
    }),
  ],
  { handleKey: (network, handle) => network + handle },
)
const post = (text: string) => ({ title: null, text, sourceKind: 'social' as const, author: null, replyTo: null })

/** What a span says, as names are compared: gaps and signs aside. */
const said = (s: string) =>
  [...s]
    .map((c) => unitsOf(c.codePointAt(0)!))
    .join('')
    .replaceAll(' ', '')

test('what a match spans in the original text is the name; spans of one post never overlap but are equal', () => {
  let matches = 0
  fc.assert(
    fc.property(anyText, (text) => {
      const all = matcher.match(post(text), tokenize(text)).flatMap((h) => h.matches)
      for (const m of all) {
        matches++
        const name = said(m.name)
        const span = said(text.slice(m.start, m.end))
        if (m.why === 'handle-elsewhere') expect(span.startsWith(name)).toBe(true)
        else
          expect(span === name || span === name.replace("'", '') || partOfExpansion(text, m.start, m.end, name)).toBe(
            true,
          )
        for (const o of all)
          expect(o.end <= m.start || o.start >= m.end || (o.start === m.start && o.end === m.end)).toBe(true)
      }
    }),
    { numRuns: 4000 },
  )
  expect(matches).toBeGreaterThan(500)
})

/** A name may begin or end inside a character that stands for several (ﷺ). */
function partOfExpansion(text: string, start: number, end: number, name: string): boolean {
  return said(text.slice(start, end)).includes(name)
}

test('the ingest filter is never stricter than the match', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      if (matcher.match(post(text), tokenize(text)).length > 0) expect(matcher.named(text)).toBe(true)
    }),
    { numRuns: 4000 },
  )
})

test('the automaton finds what a search for each name finds, with exact offsets', () => {
  const letter = fc.constantFrom('a', 'b', 'A', ' ', '-', '湖', '银', '\u0301', '\u200d')
  const word = fc.array(letter, { minLength: 1, maxLength: 5 }).map((a) => unitsOfName(a.join('')))
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 6 }),
      fc.array(letter, { maxLength: 40 }),
      (words, letters) => {
        const names = [...new Set(words)].filter((w) => w !== '')
        const text = letters.join('')
        const scanner = createScanner(
          buildAutomaton(names),
          Int32Array.from(names, (n) => n.length),
        )
        const found = new Set<string>()
        scanner.scan(text, (name, start, end) => {
          found.add(`${name} ${start} ${end}`)
          return false
        })
        expect([...found].sort()).toEqual(naive(names, text).sort())
      },
    ),
    { numRuns: 3000 },
  )
})

/** Searches a folded copy with collapsed gaps, and maps back. */
function naive(names: readonly string[], text: string): string[] {
  let folded = ''
  const from: number[] = []
  const to: number[] = []
  for (let i = 0; i < text.length; i++) {
    const u = unitsOf(text.charCodeAt(i))
    if (u === '') {
      if (text[i] === '\u0301' && from.length > 0 && to.at(-1) === i) to[to.length - 1] = i + 1
      continue
    }
    if (u === ' ' && folded.endsWith(' ')) continue
    folded += u
    from.push(i)
    to.push(i + 1)
  }
  const out: string[] = []
  names.forEach((name, n) => {
    for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
      out.push(`${n} ${from[at]} ${to[at + name.length - 1]}`)
    }
  })
  return out
}

test('many rare characters make pairs of symbols, and the same finds', () => {
  const names = Array.from({ length: 800 }, (_, i) => String.fromCharCode(0x4e00 + i, 0x4e00 + ((i * 7) % 800)))
  const automaton = buildAutomaton(names)
  expect(automaton.alphabet.leads.length).toBeGreaterThan(0)
  const scanner = createScanner(
    automaton,
    Int32Array.from(names, () => 2),
  )
  for (const [i, name] of names.entries()) {
    const found: number[] = []
    scanner.scan(`x${name}y`, (n, start, end) => {
      expect([start, end]).toEqual([1, 3])
      found.push(n)
      return false
    })
    expect(found).toEqual([i])
  }
})
