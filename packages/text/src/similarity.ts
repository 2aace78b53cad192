import { hash32, hex64, mix32 } from './hash.ts'
import type { Token } from './token.ts'

const WIDTH = 3

/**
 * How often each of 64 bits was set, as binary numbers that stand upright: bit `i` of plane `p` is digit `p` of the count of bit `i`. One addition
 * changes all 32 counts of a half at once. A text of MAX_TEXT units has fewer than 2^PLANES shingles.
 */
const PLANES = 24
const planesA = new Int32Array(PLANES)
const planesB = new Int32Array(PLANES)

/**
 * A 64-bit simhash (Charikar 2002) over shingles of three tokens, as 16 hexadecimal digits: near-copies differ in few bits.
 * Marks and links are left out, as copies carry shortened links of their own. Below about eight tokens it says little.
 */
export function similarity(tokens: readonly Token[]): string {
  planesA.fill(0)
  planesB.fill(0)
  let a1 = 0
  let a2 = 0
  let b1 = 0
  let b2 = 0
  let n = 0
  for (const t of tokens) {
    if (t.kind === 'mark' || t.kind === 'url') continue
    const a3 = hash32(t.norm, 0)
    const b3 = mix32(a3 ^ 0x9e3779b9)
    n++
    if (n >= WIDTH) {
      add(planesA, shingle(a1, a2, a3))
      add(planesB, shingle(b1, b2, b3))
    }
    a1 = a2
    a2 = a3
    b1 = b2
    b2 = b3
  }
  if (n > 0 && n < WIDTH) {
    add(planesA, shingle(0, a1, a2))
    add(planesB, shingle(0, b1, b2))
  }
  const half = Math.max(n - WIDTH + 1, Math.min(n, 1)) >>> 1
  return hex64(above(planesA, half), above(planesB, half))
}

function shingle(x: number, y: number, z: number): number {
  return mix32(Math.imul(Math.imul(x, 31) + y, 0x01000193) ^ Math.imul(z, 0x9e3779b1))
}

function add(planes: Int32Array, h: number): void {
  let carry = h | 0
  for (let p = 0; carry !== 0; p++) {
    const plane = planes[p]!
    planes[p] = plane ^ carry
    carry &= plane
  }
}

/** The bits that were set more than `most` times, and so in more shingles than not. */
function above(planes: Int32Array, most: number): number {
  let greater = 0
  let equal = -1
  for (let p = PLANES - 1; p >= 0; p--) {
    const plane = planes[p]!
    if ((most >>> p) & 1) equal &= plane
    else {
      greater |= equal & plane
      equal &= ~plane
    }
  }
  return greater
}

/** In how many of the 64 bits two similarity hashes differ. */
export function hammingDistance(a: string, b: string): number {
  return (
    ones(Number.parseInt(a.slice(0, 8), 16) ^ Number.parseInt(b.slice(0, 8), 16)) +
    ones(Number.parseInt(a.slice(8), 16) ^ Number.parseInt(b.slice(8), 16))
  )
}

function ones(x: number): number {
  let v = x - ((x >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
