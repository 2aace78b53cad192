import { codePoint, foldOf } from './character.ts'

/** Normalised text; `map[i]` is the offset in the original of the character that unit `i` comes from, `map[text.length]` the original's length. */
export interface Folded {
  text: string
  map: Uint32Array
}

let identity = new Uint32Array(0)

/** 0, 1, 2, … : shared by all ASCII texts, as their offsets do not change. Do not write to it. */
function identityMap(length: number): Uint32Array {
  if (identity.length < length) {
    identity = new Uint32Array(Math.max(length, identity.length * 2, 1024))
    for (let i = 0; i < identity.length; i++) identity[i] = i
  }
  return identity.subarray(0, length)
}

/** Normalises a text character by character: case, signs, Arabic letters, digits, compatibility forms. Blanks and punctuation stay. */
export function fold(text: string): Folded {
  if (isAscii(text)) return { text: text.toLowerCase(), map: identityMap(text.length + 1) }
  let map = new Uint32Array(text.length + 16)
  let out = ''
  let n = 0
  for (let i = 0; i < text.length; ) {
    const cp = codePoint(text, i)
    const f = foldOf(cp)
    if (n + f.length >= map.length) {
      const wider = new Uint32Array(map.length * 2 + 32)
      wider.set(map)
      map = wider
    }
    for (let k = 0; k < f.length; k++) map[n++] = i
    out += f
    i += cp > 0xffff ? 2 : 1
  }
  map[n] = text.length
  return { text: out, map: map.subarray(0, n + 1) }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c > 127 || c < 32) return false
  }
  return true
}

/** The span in the original of the folded units [from, to): whole characters, signs that belong to the last one included. */
export function originalSpan(folded: Folded, from: number, to: number): { start: number; end: number } {
  const start = folded.map[from]!
  let i = to
  while (i < folded.text.length && folded.map[i] === folded.map[to - 1]) i++
  return { start, end: to > from ? folded.map[i]! : start }
}
