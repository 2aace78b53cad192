import type { Query } from '../db/statements.ts'

/** Places of one (generation, slot): four bands of 16 bits. */
export const PLACES = 0x40000
/** Slots kept in memory at 32 KiB each; history that is imported out of order moves through more, one after the other. */
const MAX_SLOTS = 64

const known = new WeakMap<Query, Map<number, Uint8Array>>()

/**
 * One bit for every place of a slot that may hold contents, so that most look-ups of near-copies end in memory. A bit may be
 * left over from a post that is gone or a transaction that failed; one that is needed is never missing.
 */
function bitsOf(q: Query, slot: number): Uint8Array {
  let slots = known.get(q)
  if (!slots) {
    slots = new Map()
    known.set(q, slots)
  }
  let bits = slots.get(slot)
  if (bits) return bits
  bits = new Uint8Array(PLACES / 8)
  const rows = q('SELECT DISTINCT place FROM band WHERE place >= ? AND place < ?')
  for (const { place } of rows.iterate(slot * PLACES, (slot + 1) * PLACES) as Iterable<{ place: number }>)
    set(bits, place % PLACES)
  if (slots.size >= MAX_SLOTS) slots.delete(slots.keys().next().value as number)
  slots.set(slot, bits)
  return bits
}

function set(bits: Uint8Array, at: number): void {
  bits[at >> 3]! |= 1 << (at & 7)
}

export function isOccupied(q: Query, place: number): boolean {
  const at = place % PLACES
  return (bitsOf(q, Math.floor(place / PLACES))[at >> 3]! & (1 << (at & 7))) !== 0
}

export function occupy(q: Query, place: number): void {
  set(bitsOf(q, Math.floor(place / PLACES)), place % PLACES)
}
