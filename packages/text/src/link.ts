import { ALPHABET, ARABIC, classAt, codePoint, DIGIT, KEPT } from './character.ts'
import { limitNorm } from './limit.ts'
import { foldRange } from './tag.ts'
import type { Token } from './token.ts'

/** Ends under which a bare `name.tld` is taken for a link; with a path behind it any end will do. */
const ENDS = new Set('com nl org net cn ir de be eu io uk fr info edu gov bank at ch es it pl se'.split(' '))
/** A host name has at most 253 characters: the bound that keeps the search for one linear. */
const MAX_HOST = 253

/** Whether `http://`, `https://` or `www.` stands at `i`: gives the length of what a norm leaves out, or 0. */
export function schemeAt(text: string, i: number): number {
  const c = text.charCodeAt(i) | 32
  if (c === 0x77) return isAt(text, i, 'www.') ? 4 : 0
  if (c !== 0x68) return 0
  const n = isAt(text, i, 'https://') ? 8 : isAt(text, i, 'http://') ? 7 : 0
  return n > 0 && isAt(text, i + n, 'www.') ? n + 4 : n
}

function isAt(text: string, i: number, what: string): boolean {
  for (let k = 0; k < what.length; k++) {
    const c = text.charCodeAt(i + k)
    if ((c >= 65 && c <= 90 ? c | 32 : c) !== what.charCodeAt(k)) return false
  }
  return true
}

/** Reads a link whose scheme or `www.` (of `skip` units) stands at `start`; gives the offset behind it, or `start`. */
export function scanLink(text: string, start: number, skip: number, out: Token[]): number {
  const end = linkEnd(text, start + skip)
  if (end === start + skip || classAt(text, start + skip) < DIGIT) return start
  push(text, start, start + skip, end, out)
  return end
}

/**
 * Reads `ing.nl`, `abn-amro.nl/inloggen` at `start`; gives the offset behind it. When it is no link it gives ~end of what was
 * looked at: no other start before that end can be one, as all end in the same way.
 */
export function scanBareLink(text: string, start: number, out: Token[]): number {
  let i = start
  let label = start
  let dots = 0
  for (; i - start < MAX_HOST; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x2e) {
      if (!isHostPart(text.charCodeAt(i + 1))) break
      dots++
      label = i + 1
    } else if (!isHostPart(c) && c !== 0x2d) break
  }
  if (dots === 0 || i - label < 2 || classAt(text, i) === ALPHABET) return ~i
  const path = text.charCodeAt(i) === 0x2f
  for (let k = label; k < i; k++) {
    const c = text.charCodeAt(k)
    if (!(c >= 97 && c <= 122)) return ~i
  }
  if (!ENDS.has(text.slice(label, i)) && !(path && linkEnd(text, i + 1) > i + 1)) return ~i
  const end = path ? linkEnd(text, i) : i
  push(text, start, start, Math.max(end, i), out)
  return Math.max(end, i)
}

function push(text: string, start: number, from: number, end: number, out: Token[]): void {
  const norm = foldRange(text, from, end)
  out.push({ norm: limitNorm(norm.endsWith('/') ? norm.slice(0, -1) : norm), start, end, kind: 'url' })
}

function isHostPart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)
}

/** Where a link ends: at a blank, a quote, or a script without blanks; closing punctuation belongs to the sentence. */
function linkEnd(text: string, from: number): number {
  let i = from
  let open = 0
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c < 128) {
      if (
        c <= 0x20 ||
        c === 0x22 ||
        c === 0x3c ||
        c === 0x3e ||
        c === 0x5c ||
        c === 0x5e ||
        c === 0x60 ||
        (c >= 0x7b && c !== 0x7e)
      )
        break
      if (c === 0x28) open++
      else if (c === 0x29 && --open < 0) break
      i++
    } else {
      const k = classAt(text, i)
      if (k !== ALPHABET && k !== ARABIC && k !== DIGIT && k !== KEPT) break
      i += codePoint(text, i) > 0xffff ? 2 : 1
    }
  }
  while (i > from && ".,;:!?'*_~-".includes(text[i - 1]!)) i--
  return i
}
