/**
 * Normalisation of one code point, independent of its neighbours (so that a text folds in one pass with exact offsets):
 * compatibility decomposition, lower case, signs dropped, letters of Arabic script unified, digits to ASCII, and what is
 * left composed again (が stays one letter). See README of the package for the rules and their reasons.
 */
export function foldCodePoint(cp: number): string {
  const s = String.fromCodePoint(cp)
  if (/\p{Nd}/u.test(s)) return String(digitValue(cp))
  const low = s.toLowerCase()
  if (KEEP.has(low)) return low
  let out = ''
  for (const part of s.normalize('NFKD').toLowerCase().normalize('NFKD')) {
    const c = part.codePointAt(0)!
    if (isDroppedSign(c)) continue
    out += LETTERS[part] ?? (/\p{Nd}/u.test(part) ? String(digitValue(c)) : part)
  }
  return out.normalize('NFC')
}

/** Cyrillic letters of their own that decompose: й is no и. (ё is read as е, as people write it.) */
const KEEP = new Set(['й', 'ў', 'ї', 'ѓ', 'ќ'])

/** Letters that stand for one another, and letters that Unicode does not decompose though people do. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  ʹ: "'",
  '\u02bb': "'",
  '٫': '.',
  '٬': ',',
  '\u066a': '%',
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ۍ: 'ی',
  ے: 'ی',
  ك: 'ک',
  ڪ: 'ک',
  ة: 'ه',
  ۃ: 'ه',
  ہ: 'ه',
  ە: 'ه',
  ھ: 'ه',
  ٱ: 'ا',
  ٲ: 'ا',
  ٳ: 'ا',
}

/** Decimal digits of every script stand in runs of ten, from zero up. */
function digitValue(cp: number): number {
  let back = 0
  while (back < 60 && /\p{Nd}/u.test(String.fromCodePoint(cp - back - 1))) back++
  return back % 10
}

function isDroppedSign(c: number): boolean {
  if (c < 0x300) return false
  if (c <= 0x36f) return true
  if (c < 0x483) return false
  return (
    c <= 0x489 ||
    (c >= 0x591 && c <= 0x5bd) ||
    c === 0x5bf ||
    c === 0x5c1 ||
    c === 0x5c2 ||
    c === 0x5c4 ||
    c === 0x5c5 ||
    c === 0x5c7 ||
    (c >= 0x610 && c <= 0x61a) ||
    c === 0x640 ||
    (c >= 0x64b && c <= 0x65f) ||
    c === 0x670 ||
    (c >= 0x6d6 && c <= 0x6dc) ||
    (c >= 0x6df && c <= 0x6e4) ||
    c === 0x6e7 ||
    c === 0x6e8 ||
    (c >= 0x6ea && c <= 0x6ed) ||
    (c >= 0x8d3 && c <= 0x8ff) ||
    (c >= 0x1ab0 && c <= 0x1aff) ||
    (c >= 0x1dc0 && c <= 0x1dff) ||
    (c >= 0x20d0 && c <= 0x20ff) ||
    (c >= 0xfe20 && c <= 0xfe2f)
  )
}
