/**
 * The escaped form of a norm: every ASCII character but a–z and 0–9 is moved to the private use area (U+E000 + code), all other
 * letters and emoji stay. FTS5's `ascii` tokenizer takes everything above U+007F as part of a token and Elasticsearch's
 * `whitespace` splits at blanks only, so both leave it whole. One unit stays one unit: a prefix of a norm is a prefix of its
 * escaped form, and `?` stands for one character in both.
 */
const SHIFT = 0xe000
/** Starts a unit given as two halves: blanks above ASCII, our own private area, lone surrogates. None occurs in a norm. */
const HALVES = 0xe080
const HALF = 0xe100

export function encodeToken(norm: string): string {
  let i = 0
  while (i < norm.length && isPlain(norm.charCodeAt(i))) i++
  if (i === norm.length) return norm
  let out = norm.slice(0, i)
  for (; i < norm.length; i++) {
    const c = norm.charCodeAt(i)
    if (isPlain(c)) out += norm[i]
    else if (c < 0x80) out += String.fromCharCode(SHIFT + c)
    else if (c >= 0xd800 && c <= 0xdbff && isLow(norm.charCodeAt(i + 1))) out += norm[i]! + norm[++i]!
    else out += String.fromCharCode(HALVES, HALF + (c >>> 8), HALF + (c & 0xff))
  }
  return out
}

/** The inverse of {@link encodeToken}. */
export function decodeToken(encoded: string): string {
  let out = ''
  for (let i = 0; i < encoded.length; i++) {
    const c = encoded.charCodeAt(i)
    if (c === HALVES) {
      out += String.fromCharCode(((encoded.charCodeAt(i + 1) - HALF) << 8) | (encoded.charCodeAt(i + 2) - HALF))
      i += 2
    } else out += c >= SHIFT && c < HALVES ? String.fromCharCode(c - SHIFT) : encoded[i]
  }
  return out
}

function isLow(c: number): boolean {
  return c >= 0xdc00 && c <= 0xdfff
}

function isPlain(c: number): boolean {
  if (c < 0x80) return (c >= 0x61 && c <= 0x7a) || (c >= 0x30 && c <= 0x39)
  if (c < 0x1680) return c !== 0x85 && c !== 0xa0
  if (c >= 0xd800 && c <= 0xdfff) return false
  if (c >= SHIFT && c < HALF + 0x100) return false
  return (
    c !== 0x1680 &&
    c !== 0x3000 &&
    c !== 0xfeff &&
    !(c >= 0x2000 && c <= 0x200a) &&
    c !== 0x2028 &&
    c !== 0x2029 &&
    c !== 0x202f &&
    c !== 0x205f
  )
}
