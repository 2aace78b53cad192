/** Writing systems that decide a language, or at least a short list of languages. */
export type Script =
  | 'latin'
  | 'cyrillic'
  | 'arabic'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'devanagari'
  | 'ethiopic'
  | 'greek'
  | 'hebrew'
  | 'thai'
  | 'bengali'
  | 'gurmukhi'
  | 'gujarati'
  | 'tamil'
  | 'telugu'
  | 'kannada'
  | 'malayalam'
  | 'sinhala'
  | 'lao'
  | 'myanmar'
  | 'khmer'
  | 'tibetan'
  | 'georgian'
  | 'armenian'

/** Blocks in rising order of code unit: [first, last, script]. Only letters matter, so digits and marks are left out. */
const BLOCKS: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xaa, 0xaa, 'latin'],
  [0xb5, 0xb5, 'latin'],
  [0xba, 0xba, 'latin'],
  [0xc0, 0xd6, 'latin'],
  [0xd8, 0xf6, 'latin'],
  [0xf8, 0x2af, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x587, 'armenian'],
  [0x5d0, 0x5f2, 'hebrew'],
  [0x620, 0x64a, 'arabic'],
  [0x66e, 0x6d3, 'arabic'],
  [0x6ee, 0x6ef, 'arabic'],
  [0x6fa, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x900, 0x97f, 'devanagari'],
  [0x980, 0x9ff, 'bengali'],
  [0xa00, 0xa7f, 'gurmukhi'],
  [0xa80, 0xaff, 'gujarati'],
  [0xb80, 0xbff, 'tamil'],
  [0xc00, 0xc7f, 'telugu'],
  [0xc80, 0xcff, 'kannada'],
  [0xd00, 0xd7f, 'malayalam'],
  [0xd80, 0xdff, 'sinhala'],
  [0xe01, 0xe5b, 'thai'],
  [0xe81, 0xedf, 'lao'],
  [0xf00, 0xfff, 'tibetan'],
  [0x1000, 0x109f, 'myanmar'],
  [0x10a0, 0x10ff, 'georgian'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1200, 0x139f, 'ethiopic'],
  [0x1780, 0x17ff, 'khmer'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x3041, 0x3096, 'kana'],
  [0x309d, 0x30fa, 'kana'],
  [0x30fd, 0x30ff, 'kana'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfefc, 'arabic'],
  [0xff66, 0xff9d, 'kana'],
]

export const SCRIPTS: readonly Script[] = [...new Set(BLOCKS.map((block) => block[2]))]

/** Script number + 1 by code unit, 0 for none: one table look-up per character is what keeps detection fast. */
const TABLE = new Uint8Array(0x10000)
for (const [first, last, script] of BLOCKS) TABLE.fill(SCRIPTS.indexOf(script) + 1, first, last + 1)

/**
 * How much one character says, in Latin letters: a Han character or a Hangul syllable is about a word's worth. Latin names and
 * boilerplate stand in posts of every script, seldom the other way round, so every other letter counts for more.
 */
const WEIGHT: Readonly<Partial<Record<Script, number>>> = { latin: 1, han: 3, kana: 2, hangul: 2.5 }
const WEIGHTS = SCRIPTS.map((script) => WEIGHT[script] ?? 1.5)

/** Number of the script of a UTF-16 code unit in SCRIPTS, or -1 for none. */
export const scriptOfUnit = (unit: number): number => TABLE[unit]! - 1

/** Letters per script, weighted, over the given stretches of a text. */
export function countScripts(
  text: string,
  spans: readonly { start: number; end: number }[],
  counts: Float64Array,
): void {
  counts.fill(0)
  for (const span of spans) {
    for (let i = span.start; i < span.end; i++) {
      const script = TABLE[text.charCodeAt(i)]!
      if (script) counts[script - 1]! += WEIGHTS[script - 1]!
    }
  }
}
