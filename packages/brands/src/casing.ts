import { GAP, unitsOf } from './alphabet.ts'

/** The units of a name, but with upper case where the original has it; without gaps, so that `ABN-AMRO` equals `ABN AMRO`. */
export function casedOf(s: string): string {
  let out = ''
  for (const ch of s) {
    const units = unitsOf(ch.codePointAt(0)!)
    if (units === GAP) continue
    out += ch !== ch.toLowerCase() ? units.toUpperCase() : units
  }
  return out
}

/** At least two letters and all of them upper case: `ING`. */
export function isAllUpper(s: string): boolean {
  return s.length > 1 && s === s.toUpperCase() && s !== s.toLowerCase()
}
