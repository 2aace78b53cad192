import { classOf, foldOf, SEPARATOR } from '@moodlight/text'

/** Blanks, dashes and underscores are one and the same between the words of a name, and any run of them is one. */
export const GAP = ' '
const DASHES = new Set([0x2d, 0x5f, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212, 0xff0d, 0xff3f])

/** The units of a code point as names are compared: '' when it is invisible, {@link GAP} for blanks and dashes. */
export function unitsOf(cp: number): string {
  if (DASHES.has(cp) || (cp < 0xd800 && classOf(cp) === SEPARATOR)) return GAP
  return foldOf(cp)
}

/** A name as the automaton sees it: normalised, gaps collapsed, none at the ends. */
export function unitsOfName(name: string): string {
  let out = ''
  for (const ch of name.trim()) {
    const u = unitsOf(ch.codePointAt(0)!)
    if (u === GAP && (out === '' || out.endsWith(GAP))) continue
    out += u
  }
  return out.endsWith(GAP) ? out.slice(0, -1) : out
}

const SINGLES = 110
const TRAILS = 32

/**
 * The compact alphabet of a set of names. Frequent units are one symbol; where there are many (Han), the rare ones are two
 * symbols, a lead and a trail, which keeps the rows of the automaton short.
 */
export interface Alphabet {
  /** Symbols in a row of the automaton; 0 is "no unit of any name". */
  readonly size: number
  readonly gap: number
  /** Unit → symbol, or size + index of a pair; absent: 0. */
  readonly codes: ReadonlyMap<number, number>
  readonly leads: Int32Array
  readonly trails: Int32Array
}

export function makeAlphabet(names: Iterable<string>): Alphabet {
  const uses = new Map<number, number>()
  for (const name of names) {
    for (let i = 0; i < name.length; i++) uses.set(name.charCodeAt(i), (uses.get(name.charCodeAt(i)) ?? 0) + 1)
  }
  uses.delete(0x20)
  const order = [...uses].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([u]) => u)
  const singles = order.length <= SINGLES + TRAILS ? order : order.slice(0, SINGLES)
  const rare = order.slice(singles.length)
  const codes = new Map<number, number>([[0x20, 1]])
  for (const [i, u] of singles.entries()) codes.set(u, i + 2)
  const firstLead = singles.length + 2
  const firstTrail = firstLead + Math.ceil(rare.length / TRAILS)
  const size = rare.length > 0 ? firstTrail + TRAILS : firstLead
  for (const [i, u] of rare.entries()) codes.set(u, size + i)
  return {
    size,
    gap: 1,
    codes,
    leads: Int32Array.from(rare, (_, i) => firstLead + Math.floor(i / TRAILS)),
    trails: Int32Array.from(rare, (_, i) => firstTrail + (i % TRAILS)),
  }
}

/** The symbols of a name, pairs written out. */
export function symbolsOf(alphabet: Alphabet, name: string): number[] {
  const out: number[] = []
  for (let i = 0; i < name.length; i++) {
    const code = alphabet.codes.get(name.charCodeAt(i))!
    if (code < alphabet.size) out.push(code)
    else out.push(alphabet.leads[code - alphabet.size]!, alphabet.trails[code - alphabet.size]!)
  }
  return out
}
