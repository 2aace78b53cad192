import { tokenize } from '@moodlight/text'
import { type Part, partsOf } from './pattern.ts'
import type { RuleKind, Sheet } from './sheet.ts'
import { keyOf } from './units.ts'

export interface Node {
  /** Lists of which a phrase ends here. */
  lists: number[]
  next: Map<string, Node> | null
}

export interface Pattern {
  readonly kind: RuleKind
  readonly weight: number
  readonly everywhere: boolean
  /** Names the brand, or another one: then it needs no search for what it is about. */
  readonly named: boolean
  readonly atStart: boolean
  readonly parts: readonly Part[]
  /** The list that begins it. */
  readonly head: number
  /** Lists that must follow the first: a text without one of them is not searched further. */
  readonly needs: readonly number[]
  /** As written in the sheet. */
  readonly source: string
}

/** The rules of a language, compiled: phrases in one tree, patterns by the list of theirs that is met least. */
export interface Rulebook {
  readonly root: Node
  readonly heads: ReadonlyMap<string, readonly number[]>
  readonly tails: ReadonlyMap<string, readonly number[]>
  readonly headLengths: readonly number[]
  readonly tailLengths: readonly number[]
  readonly patterns: readonly (readonly Pattern[])[]
}

/** Compiles a sheet. A pattern without any list, or an unknown list, is a programming error. */
export function compile(sheet: Sheet): Rulebook {
  const root: Node = { lists: [], next: null }
  const heads = new Map<string, number[]>()
  const tails = new Map<string, number[]>()
  const ids = new Map<string, number>()

  function addPhrase(phrase: string, id: number): void {
    const open = phrase.startsWith('*') ? tails : phrase.endsWith('*') ? heads : null
    if (open) {
      const key = normsOf(phrase.replaceAll('*', ''))[0]!
      open.set(key, [...(open.get(key) ?? []), id])
      return
    }
    let node = root
    for (const norm of normsOf(phrase)) {
      node.next ??= new Map()
      let child = node.next.get(norm)
      if (!child) {
        child = { lists: [], next: null }
        node.next.set(norm, child)
      }
      node = child
    }
    if (node !== root && !node.lists.includes(id)) node.lists.push(id)
  }

  function idOf(alternatives: string): number {
    const known = ids.get(alternatives)
    if (known !== undefined) return known
    const id = ids.size
    ids.set(alternatives, id)
    for (const word of alternatives.split('|')) for (const phrase of phrasesOf(word, sheet)) addPhrase(phrase, id)
    return id
  }

  const compiled: Pattern[] = []
  for (const { kind, weight, everywhere, pattern } of sheet.rules) {
    const named = pattern.includes('<b>') || pattern.includes('<o>')
    for (const all of partsOf(pattern, idOf)) {
      const atStart = all[0]?.type === 'start'
      const parts = atStart ? all.slice(1) : all
      const [first] = parts
      if (first?.type !== 'list') throw new Error(`a pattern begins with a word: ${pattern}`)
      const needs = needsOf(parts)
      compiled.push({ kind, weight, everywhere, named, atStart, parts, head: first.id, needs, source: pattern })
    }
  }
  const patterns: Pattern[][] = Array.from({ length: ids.size }, () => [])
  const common = commonness(root, ids.size)
  for (const pattern of compiled) {
    const rarest = pattern.needs.reduce((best, list) => (common[list]! < common[best]! ? list : best), pattern.head)
    patterns[rarest]!.push(pattern)
  }
  const lengths = (map: Map<string, unknown>) => [...new Set([...map.keys()].map((key) => key.length))].sort()
  return { root, heads, tails, headLengths: lengths(heads), tailLengths: lengths(tails), patterns }
}

/** How often a list will be met: a word that many lists hold is a common one, and the brand itself stands in every text. */
function commonness(root: Node, lists: number): Float64Array {
  const most = new Float64Array(lists)
  for (const [key, node] of root.next ?? []) {
    const weight = key.startsWith('<') ? 1000 : countOf(node)
    for (const list of listsOf(node)) most[list] = Math.max(most[list]!, weight)
  }
  return most
}

const listsOf = (node: Node): number[] => [
  ...node.lists,
  ...[...(node.next?.values() ?? [])].flatMap((child) => listsOf(child)),
]
const countOf = (node: Node): number => node.lists.length

function needsOf(parts: readonly Part[]): number[] {
  return parts.slice(1).flatMap((part) => (part.type === 'list' ? [part.id] : []))
}

function phrasesOf(word: string, sheet: Sheet): readonly string[] {
  const name = /^\{(.+)\}$/.exec(word)?.[1]
  if (name === undefined) return [word]
  const list = sheet.lists.get(name)
  if (!list) throw new Error(`no list ${name}`)
  return list.flatMap((entry) => phrasesOf(entry, sheet))
}

/** The keys of units for a phrase of a rule: signs as they are, all else as the units of a text are made. @throws on one without any */
function normsOf(phrase: string): string[] {
  const norms = phrase
    .split('_')
    .flatMap((word) => (/^<[^\d]+>$/.test(word) ? [word] : tokenize(word).flatMap((token) => keyOf(token) ?? [])))
  if (norms.length === 0) throw new Error(`nothing to look for in a rule: ${phrase}`)
  return norms
}
