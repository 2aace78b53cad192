import type { Millis } from '@moodlight/core'

const MINUTE = 60_000
/** Offsets change on quarters of an hour at the finest (Intl knows no other since 1972). */
const SLOT = 15 * MINUTE
const MAX_ZONES = 64
const MAX_SLOTS = 20_000

interface Zone {
  readonly format: Intl.DateTimeFormat
  readonly offsets: Map<number, number>
}

/** Formatters cost 50 µs and more to make, so they are kept; both caches are bounded because callers name the zones. */
const zones = new Map<string, Zone>()

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  const made: Zone = {
    format: new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }),
    offsets: new Map(),
  }
  if (zones.size >= MAX_ZONES) zones.delete(zones.keys().next().value as string)
  zones.set(name, made)
  return made
}

/** true for an IANA zone that this Node knows (`Asia/Tehran`); fixed offsets (`+03:30`) are none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return false
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

/** Milliseconds that the zone's wall clock is ahead of UTC at `at`. @throws RangeError when the zone is none. */
export function offsetAt(at: Millis, zone: string): number {
  const { format, offsets } = zoneOf(zone)
  const slot = Math.floor(at / SLOT)
  const known = offsets.get(slot)
  if (known !== undefined) return known
  const found = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(slot * SLOT))
  const minutes = found?.[2] ? Number(found[2]) * 60 + Number(found[3]) : 0
  const offset = (found?.[1] === '-' ? -minutes : minutes) * MINUTE
  if (offsets.size >= MAX_SLOTS) offsets.clear()
  offsets.set(slot, offset)
  return offset
}

/** The wall clock at `at`, as if it were UTC: the fields of `new Date(x)` read with getUTC… are local. */
export function toWall(at: Millis, zone: string): number {
  return at + offsetAt(at, zone)
}

/**
 * The moment of a wall clock time. A time that the clock skips becomes as much later; of one that it shows twice the
 * earlier is meant (the rule `compatible` of Temporal).
 */
export function fromWall(wall: number, zone: string): Millis {
  const before = offsetAt(wall - 24 * 60 * MINUTE, zone)
  const after = offsetAt(wall + 24 * 60 * MINUTE, zone)
  const early = wall - before
  if (offsetAt(early, zone) === before) return early
  const late = wall - after
  return offsetAt(late, zone) === after ? late : early
}

/** `at` moved by whole days on the wall clock: the same local time, over a change of the clock as well. */
export function shiftDays(at: Millis, days: number, zone: string): Millis {
  return fromWall(toWall(at, zone) + days * 24 * 60 * MINUTE, zone)
}
