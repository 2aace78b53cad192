import type { Token } from './token.ts'

/** FNV-1a over UTF-16 units with a final mix (murmur3's): fast, stable, not for security. */
export function hash32(s: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) | 0
  for (let i = 0; i < s.length; i++) h = Math.imul(h ^ s.charCodeAt(i), 0x01000193)
  return mix32(h)
}

export function mix32(x: number): number {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The code of the hexadecimal digit that stands `shift` bits up. */
function digit(x: number, shift: number): number {
  const d = (x >>> shift) & 15
  return d < 10 ? 48 + d : 87 + d
}

/** Sixteen hexadecimal digits, made in one go: no strings in between. */
export function hex64(high: number, low: number): string {
  return String.fromCharCode(
    digit(high, 28),
    digit(high, 24),
    digit(high, 20),
    digit(high, 16),
    digit(high, 12),
    digit(high, 8),
    digit(high, 4),
    digit(high, 0),
    digit(low, 28),
    digit(low, 24),
    digit(low, 20),
    digit(low, 16),
    digit(low, 12),
    digit(low, 8),
    digit(low, 4),
    digit(low, 0),
  )
}

/** 16 hexadecimal digits over the norms of all tokens but marks: equal for copies that differ in case, blanks and punctuation only. */
export function contentHash(tokens: readonly Token[]): string {
  let a = 0x1b873593
  let b = 0x3c6ef372
  for (const t of tokens) {
    if (t.kind === 'mark') continue
    const s = t.norm
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i)
      a = Math.imul(a ^ c, 0x01000193)
      b = Math.imul(b ^ c, 0x5bd1e995)
      b = (b << 13) | (b >>> 19)
    }
    a = Math.imul(a ^ 0xffff, 0x01000193)
    b = Math.imul(b ^ 0xffff, 0x5bd1e995)
    b = (b << 13) | (b >>> 19)
  }
  return hex64(mix32(a ^ (b >>> 7)), mix32(b))
}
