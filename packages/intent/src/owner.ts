import { OTHER, TARGET, type Units } from './units.ts'

/** Words that join two names: what is said is said of both. */
const JOINING = new Set([
  'and',
  'or',
  'vs',
  'en',
  'of',
  'und',
  '和',
  '与',
  '跟',
  '及',
  '还',
  '是',
  '或',
  '者',
  'و',
  'یا',
  '&',
  '/',
  ',',
])

/**
 * Whether what stands in units [from, to) is said of the target, in a text that names another brand too. A clause belongs to the name
 * in it; of several, to the one before; without any, to the name before it in the text, or else the first after.
 */
export function isAboutTarget(units: Units, from: number, to: number): boolean {
  const { keys } = units
  const inside = nameWithin(units, from, to)
  if (inside) return inside === TARGET || joined(units, from)
  const head = clauseHead(units, from)
  const end = clauseEnd(units, to)
  for (let i = from - 1; i >= head; i--) if (isName(keys[i])) return keys[i] === TARGET || joined(units, i)
  for (let i = to; i < end; i++) if (isName(keys[i])) return keys[i] === TARGET || joined(units, i)
  for (let i = head - 1; i >= 0; i--) if (isName(keys[i])) return keys[i] === TARGET || joined(units, i)
  for (let i = end; i < keys.length; i++) if (isName(keys[i])) return keys[i] === TARGET || joined(units, i)
  return true
}

const isName = (key: string | undefined): boolean => key === TARGET || key === OTHER

function nameWithin(units: Units, from: number, to: number): string | null {
  for (let i = from; i < to; i++) if (isName(units.keys[i])) return units.keys[i]!
  return null
}

/** The name at or after `i` is joined with the target by nothing but joining words. */
function joined(units: Units, i: number): boolean {
  return toward(units, i, -1) || toward(units, i, 1)
}

function toward({ keys }: Units, from: number, step: -1 | 1): boolean {
  for (let i = from + step; i >= 0 && i < keys.length; i += step) {
    if (keys[i] === TARGET) return i !== from + step
    if (!JOINING.has(keys[i]!) || keys[i] === undefined) return false
  }
  return false
}

function clauseHead(units: Units, i: number): number {
  let head = i
  while (head > 0 && units.sentences[head - 1] === units.sentences[i] && units.keys[head - 1] !== ',') head--
  return head
}

function clauseEnd(units: Units, i: number): number {
  const sentence = units.sentences[i - 1]
  let end = i
  while (end < units.keys.length && units.sentences[end] === sentence && units.keys[end] !== ',') end++
  return end
}
