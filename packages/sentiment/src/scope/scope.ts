import type { Span } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import { isSign, withoutTarget } from '../model/target-sign.ts'
import { MOST_TOKENS } from '../scorer.ts'
import { type Owner, owners } from './anchors.ts'
import { type Clause, createClauses } from './clauses.ts'
import { COMPARISONS } from './comparison.ts'
import { type Signed, signNames } from './names.ts'

/** The part of a text that is about one brand. */
export interface Scope {
  readonly tokens: readonly Token[]
  readonly scope: 'target' | 'text'
  /** The whole text without a target, when only a part is judged: a second voice, since people often speak of all brands alike. */
  readonly whole: readonly Token[] | null
  /** What a comparison says about the brand: 1 for it, -1 against it, 0 when there is none. */
  readonly lean: -1 | 0 | 1
  /** The tokens of that comparison. */
  readonly leaning: readonly Token[]
  /** The whole text with signs for names, and its clauses. */
  readonly signed: Signed
  readonly clauses: () => readonly Clause[]
  /** What is said is said of all brands: their names are joined, or a word takes them together. */
  readonly together: boolean
  /** A word turns from one matter to another: the text sets one against the other. */
  readonly turned: boolean
}

export type Scoper = (
  text: string,
  tokens: readonly Token[],
  target: readonly Span[] | null,
  others: readonly Span[],
  /** Keep the words of the names. */
  seen: boolean,
) => Scope

/** Words that only join two names: "ING and ABN AMRO". */
const JOINT = new Set([
  'and',
  'or',
  '&',
  '/',
  ',',
  'en',
  'of',
  '和',
  '与',
  '跟',
  '及',
  '、',
  '，',
  'و',
  'یا',
  '،',
  'und',
  'et',
  'y',
  'e',
  '+',
  'ook',
  'also',
  'as',
  'well',
])
/** Longest sentence searched for a comparison, in tokens. */
const LONGEST_COMPARED = 120

/**
 * Finds what is said about the target. With no other brand in the text that is the whole text. Otherwise a clause belongs to the brand
 * named in it; a clause that names none belongs to the brand named last before it (or, at the head, first after it); one that names both is
 * cut between them, unless the names are only joined ("ING and ABN AMRO are down").
 */
export function createScoper(language: string): Scoper {
  const cut = createClauses(language)
  const comparisons = COMPARISONS[language] ?? []
  return (text, all, target, others, seen) => {
    const signed = short(signNames(all, owners(all, target ?? [], others), seen))
    const { tokens, owner } = signed
    if (!owner.includes('target') || !owner.includes('other')) {
      const clauses = () => cut(text, tokens)
      return { tokens, scope: 'text', whole: null, ...NOT_COMPARED, signed, clauses, together: false, turned: false }
    }
    const clauses = cut(text, tokens)
    let together = false
    const keep = new Uint8Array(tokens.length)
    let last: Owner = null
    let pending: Clause[] = []
    for (const clause of clauses) {
      const names = namesIn(owner, clause)
      if (names.length === 0) {
        if (last === null) pending.push(clause)
        else if (last === 'target' || clause.together) keep.fill(1, clause.from, clause.to)
        continue
      }
      if (clause.together || joint(tokens, owner, clause)) {
        together = true
        keep.fill(1, clause.from, clause.to)
        last = 'target'
      } else last = share(tokens, owner, clause, keep)
      // What stands before the first name belongs to it.
      if (names[0] === 'target') for (const early of pending) keep.fill(1, early.from, early.to)
      pending = []
    }
    const compared = compare(tokens, owner, clauses, comparisons)
    // The words of a comparison have spoken by it: "better" in "A is better than B" is not praise for B.
    const spent = new Set(compared.leaning)
    const kept = tokens.filter((token, i) => keep[i] === 1 && !spent.has(token))
    const turned = clauses.some((clause) => clause.contrast)
    const whole = seen ? all : withoutTarget(tokens)
    return { tokens: kept, scope: 'target', whole, ...compared, signed, clauses: () => clauses, together, turned }
  }
}

/** Signs come on top of the tokens of a text: no more than scorers read. */
const short = (signed: Signed): Signed =>
  signed.tokens.length <= MOST_TOKENS
    ? signed
    : { tokens: signed.tokens.slice(0, MOST_TOKENS), owner: signed.owner.slice(0, MOST_TOKENS) }

function namesIn(owner: readonly Owner[], clause: Clause): Owner[] {
  const names: Owner[] = []
  for (let i = clause.from; i < clause.to; i++) if (owner[i]) names.push(owner[i]!)
  return names
}

/** Both brands are named, with nothing but joining words between them. */
function joint(tokens: readonly Token[], owner: readonly Owner[], clause: Clause): boolean {
  let before: Owner = null
  let foreign = false
  let joined = false
  for (let i = clause.from; i < clause.to; i++) {
    const now = owner[i]!
    if (now) {
      if (before && now !== before) {
        if (foreign) return false
        joined = true
      }
      before = now
      foreign = false
    } else if (!JOINT.has(tokens[i]!.norm)) foreign = true
  }
  return joined
}

/** Gives each token of a clause to the name before it; the head of the clause goes to its first name. Returns the last owner. */
function share(tokens: readonly Token[], owner: readonly Owner[], clause: Clause, keep: Uint8Array): Owner {
  let current: Owner = null
  for (let i = clause.from; i < clause.to && current === null; i++) current = owner[i]!
  for (let i = clause.from; i < clause.to; i++) {
    const now = owner[i]!
    if (now) current = now
    else if (JOINT.has(tokens[i]!.norm)) {
      // "loves ING and hates ABN": what follows the joining word goes with the name that follows it.
      const next = nextOwner(owner, i + 1, clause.to)
      if (next) current = next
    }
    if (current === 'target') keep[i] = 1
  }
  return current
}

function nextOwner(owner: readonly Owner[], from: number, to: number): Owner {
  for (let i = from; i < to; i++) if (owner[i]) return owner[i]!
  return null
}

type Compared = Pick<Scope, 'lean' | 'leaning'>
const NOT_COMPARED: Compared = { lean: 0, leaning: [] }

function compare(
  tokens: readonly Token[],
  owner: readonly Owner[],
  clauses: readonly Clause[],
  rules: (typeof COMPARISONS)[string],
): Compared {
  for (let c = 0; c < clauses.length; ) {
    const first = clauses[c]!
    let end = c
    while (end < clauses.length && clauses[end]!.sentence === first.sentence) end++
    const to = clauses[end - 1]!.to
    const found = compareIn(tokens, owner, first.from, to, rules)
    if (found) return found
    c = end
  }
  return NOT_COMPARED
}

function compareIn(
  tokens: readonly Token[],
  owner: readonly Owner[],
  from: number,
  to: number,
  rules: (typeof COMPARISONS)[string],
): Compared | null {
  if (to - from > LONGEST_COMPARED) return null
  const names = { target: false, other: false }
  for (let i = from; i < to; i++) if (owner[i]) names[owner[i]!] = true
  if (!names.target || !names.other) return null
  for (const [a, sign] of [
    ['target', 1],
    ['other', -1],
  ] as const) {
    let line = ' '
    for (let i = from; i < to; i++) {
      const now = owner[i]!
      if (now) line += isSign(tokens[i]!) ? (now === a ? 'A ' : 'B ') : ''
      else if (tokens[i]!.kind !== 'mark') line += `${tokens[i]!.norm} `
    }
    for (const [pattern, signOfA] of rules) {
      if (!pattern.test(line)) continue
      const leaning = tokens.slice(from, to).filter((token, i) => !owner[from + i] && token.kind !== 'mark')
      return { lean: (sign * signOfA) as 1 | -1, leaning }
    }
  }
  return null
}
