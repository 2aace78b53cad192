import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { type Intent, IntentKind, type Span } from '@moodlight/core'
import { TOKEN_VERSION, type Token } from '@moodlight/text'
import { Finder, type Hit } from './match.ts'
import { isAboutTarget } from './owner.ts'
import { compile } from './rulebook.ts'
import { settle } from './settle.ts'
import { readSheet } from './sheet.ts'
import { unitsOf } from './units.ts'
import { confidenceOf, ENOUGH, evidenceOf, type Weighed, weigh } from './weigh.ts'

export interface IntentInput {
  readonly text: string
  /** The tokens of `@moodlight/text` for this text. */
  readonly tokens: readonly Token[]
  /** ISO 639-3, `und` when unknown. */
  readonly language: string
  /** Where the brand stands (UTF-16 offsets of `text`). */
  readonly target: readonly Span[]
  /** Where other brands stand: what is said of them is left out. */
  readonly others: readonly Span[]
}

export interface IntentModel {
  /** Over everything that can change an answer. */
  readonly hash: string
  covers(language: string): boolean
  /** The intents of a post towards the target, one per kind, in the order of the kinds; mostly none. Never throws. */
  find(input: IntentInput): Intent[]
}

const RULES = new URL('../rules/', import.meta.url)
/** Raised with any change of code that can change an answer. */
const CODE_VERSION = 1

/** Makes the analyser. Rules of a language are compiled when its first text comes. */
export function createIntent(): IntentModel {
  const sheets = new Map(
    readdirSync(RULES)
      .filter((name) => name.endsWith('.rules'))
      .sort()
      .map((name) => [name.slice(0, 3), readFileSync(new URL(name, RULES), 'utf8')]),
  )
  const hash = createHash('sha256').update(JSON.stringify([CODE_VERSION, TOKEN_VERSION, ...sheets]))
  const digest = hash.digest('hex').slice(0, 16)
  const finders = new Map<string, Finder>()
  const finderOf = (language: string): Finder | null => {
    const known = finders.get(language)
    if (known) return known
    const sheet = sheets.get(language)
    if (sheet === undefined) return null
    const finder = new Finder(compile(readSheet(sheet)))
    finders.set(language, finder)
    return finder
  }

  return {
    hash: digest,
    covers: (language) => sheets.has(language),
    find({ text, tokens, language, target, others }) {
      const finder = finderOf(language)
      if (!finder) return []
      const units = unitsOf(text, tokens, target, others)
      const byKind = new Map<IntentKind, Hit[]>()
      for (const hit of finder.find(units)) {
        if (others.length > 0 && !hit.pattern.named && !isAboutTarget(units, hit.from, hit.to)) continue
        const own = byKind.get(hit.pattern.kind)
        if (own) own.push(hit)
        else byKind.set(hit.pattern.kind, [hit])
      }
      if (byKind.size === 0) return []
      const weighed = new Map<IntentKind, Weighed>()
      for (const kind of IntentKind.options) {
        const hits = byKind.get(kind)
        const one = hits && weigh(hits, units)
        if (one && one.total >= ENOUGH && one.hits.length > 0) weighed.set(kind, one)
      }
      const totals = new Map([...weighed].map(([kind, { total }]) => [kind, total]))
      const kept = settle(totals, others.length > 0)
      return [...weighed].flatMap(([kind, { total, hits }]): Intent[] =>
        kept.has(kind) ? [{ kind, confidence: confidenceOf(total), evidence: evidenceOf(hits, units) }] : [],
      )
    },
  }
}
