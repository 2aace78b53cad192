import { IntentKind } from '@moodlight/core'

/** An intent, or all of them at once: what a report in the press says is none of them. */
export type RuleKind = IntentKind | 'any'

/** One rule of a sheet: a pattern that speaks for (above zero) or against an intent. */
export interface Rule {
  readonly kind: RuleKind
  readonly weight: number
  /** Against the intent in the whole text, not only in its own sentence. */
  readonly everywhere: boolean
  readonly pattern: string
}

export interface Sheet {
  /** Named lists: words and phrases, the words of a phrase joined by `_`. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly rules: readonly Rule[]
}

const LIST = /^([\p{L}\d-]+) = (.+)$/u
const RULE = /^(-?\d+(?:\.\d+)?)(t?) (.+)$/

/**
 * Reads the rules of a language. A line is a list (`name = word word_of_two`; `+` at its head goes on with the line before), the
 * name of an intent (or `any`), or a rule below it: a weight, then a pattern. `#` begins a comment. A line that is neither is a programming error.
 */
export function readSheet(text: string): Sheet {
  const lists = new Map<string, readonly string[]>()
  const rules: Rule[] = []
  let kind: RuleKind | null = null
  let last = ''
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('# ')) continue
    const list = LIST.exec(line)
    const rule = RULE.exec(line)
    const named = IntentKind.safeParse(line)
    if (line.startsWith('+ ')) lists.set(last, [...(lists.get(last) ?? []), ...words(line.slice(2))])
    else if (list) {
      last = list[1]!
      if (lists.has(last)) throw new Error(`two lists are called ${last}`)
      lists.set(last, words(list[2]!))
    } else if (named.success || line === 'any') kind = line as RuleKind
    else if (rule && kind) rules.push({ kind, weight: Number(rule[1]), everywhere: rule[2] === 't', pattern: rule[3]! })
    else throw new Error(`no list, intent or rule: ${line}`)
  }
  return { lists, rules }
}

function words(text: string): string[] {
  const all = text.split(' ').filter((word) => word !== '')
  const odd = all.find((word) => word.startsWith('..') || word.includes('|'))
  if (odd !== undefined) throw new Error(`a list holds words and phrases, no pattern: ${odd}`)
  return all
}
