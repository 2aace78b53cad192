import { codePoint } from './character.ts'

/** Scripts that decide a language or a family of languages; `other` is every other letter. */
export const SCRIPTS = [
  'none',
  'latin',
  'arabic',
  'han',
  'kana',
  'hangul',
  'cyrillic',
  'greek',
  'hebrew',
  'devanagari',
  'thai',
  'other',
] as const
export type Script = (typeof SCRIPTS)[number]

const TESTS: readonly [RegExp, Script][] = [
  [/\p{Script=Latin}/u, 'latin'],
  [/\p{Script=Arabic}/u, 'arabic'],
  [/\p{Script=Han}/u, 'han'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'kana'],
  [/\p{Script=Hangul}/u, 'hangul'],
  [/\p{Script=Cyrillic}/u, 'cyrillic'],
  [/\p{Script=Greek}/u, 'greek'],
  [/\p{Script=Hebrew}/u, 'hebrew'],
  [/\p{Script=Devanagari}/u, 'devanagari'],
  [/\p{Script=Thai}/u, 'thai'],
]

const cache = new Uint8Array(0x10000)

function compute(cp: number): number {
  const s = String.fromCodePoint(cp)
  if (!/\p{L}/u.test(s)) return 0
  const found = TESTS.find(([test]) => test.test(s))
  return SCRIPTS.indexOf(found ? found[1] : 'other')
}

/** The script of a letter, `none` for anything else. */
export function scriptOf(cp: number): Script {
  if (cp > 0xffff) return SCRIPTS[compute(cp)]!
  const known = cache[cp]!
  if (known > 0) return SCRIPTS[known - 1]!
  const s = compute(cp)
  cache[cp] = s + 1
  return SCRIPTS[s]!
}

/** How many letters of each script stand in [from, to) of a text. */
export function scriptCounts(text: string, from = 0, to = text.length): Record<Script, number> {
  const counts = Object.fromEntries(SCRIPTS.map((s) => [s, 0])) as Record<Script, number>
  for (let i = from; i < to; ) {
    const cp = codePoint(text, i)
    counts[scriptOf(cp)]++
    i += cp > 0xffff ? 2 : 1
  }
  return counts
}
