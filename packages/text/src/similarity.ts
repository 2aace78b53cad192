import { hash32, hex64, mix32 } from './hash.ts'
import type { Token } from './token.ts'

const WIDTH = 3

/**
 * A 64-bit simhash (Charikar 2002) over shingles of three tokens, as 16 hexadecimal digits: near-copies differ in few bits.
 * Marks and links are left out, as copies carry shortened links of their own. Below about eight tokens it says little.
 */
export function similarity(tokens: readonly Token[]): string {
  const counts = new Int32Array(64)
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
      count(counts, a1, a2, a3, 0)
      count(counts, b1, b2, b3, 32)
    }
    a1 = a2
    a2 = a3
    b1 = b2
    b2 = b3
  }
  if (n > 0 && n < WIDTH) {
    count(counts, 0, a1, a2, 0)
    count(counts, 0, b1, b2, 32)
  }
  return hex64(bits(counts, 0), bits(counts, 32))
}

function count(counts: Int32Array, x: number, y: number, z: number, from: number): void {
  const h = mix32(Math.imul(Math.imul(x, 31) + y, 0x01000193) ^ Math.imul(z, 0x9e3779b1))
  for (let i = 0; i < 32; i++) counts[from + i]! += ((h >>> i) & 1) * 2 - 1
}

function bits(counts: Int32Array, from: number): number {
  let h = 0
  for (let i = 0; i < 32; i++) if (counts[from + i]! > 0) h |= 1 << i
  return h
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
