import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { type Intent, IntentKind, type Span } from '@moodlight/core'
import { TOKEN_VERSION, type Token } from '@moodlight/text'
import { Finder, type Hit } from './match.ts'
import { isAboutTarget } from './owner.ts'
import { compile } from './rulebook.ts'
import { modelBytes, SecondVoice } from './second-voice.ts'
import { settle } from './settle.ts'
import { type RuleKind, readSheet } from './sheet.ts'
import { unitsOf } from './units.ts'
import { agree, confidenceOf, ENOUGH, evidenceOf, NOTHING, strongest, weigh } from './weigh.ts'

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

interface Judge {
  readonly finder: Finder
  readonly voice: SecondVoice
}

const NO_HITS: readonly Hit[] = []
const RULES = new URL('../rules/', import.meta.url)
/** Units of the longest post that the second voice is asked about. */
const MOST_HEARD = 300
/** Raised with any change of code that can change an answer. */
const CODE_VERSION = 1

/** Makes the analyser. Rules and model of a language are read when its first text comes. */
export function createIntent(): IntentModel {
  const sheets = new Map(
    readdirSync(RULES)
      .filter((name) => name.endsWith('.rules'))
      .sort()
      .map((name) => [name.slice(0, 3), readFileSync(new URL(name, RULES), 'utf8')]),
  )
  const hash = createHash('sha256').update(JSON.stringify([CODE_VERSION, TOKEN_VERSION, ...sheets]))
  for (const language of sheets.keys()) hash.update(modelBytes(language))
  const digest = hash.digest('hex').slice(0, 16)
  const judges = new Map<string, Judge>()
  const judgeOf = (language: string): Judge | null => {
    const known = judges.get(language)
    if (known) return known
    const sheet = sheets.get(language)
    if (sheet === undefined) return null
    const judge = {
      finder: new Finder(compile(readSheet(sheet))),
      voice: new SecondVoice(modelBytes(language)),
    }
    judges.set(language, judge)
    return judge
  }

  return {
    hash: digest,
    covers: (language) => sheets.has(language),
    find({ text, tokens, language, target, others }) {
      const judge = judgeOf(language)
      if (!judge) return []
      const units = unitsOf(text, tokens, target, others)
      const words = judge.finder.words(units)
      const byKind = new Map<RuleKind, Hit[]>()
      for (const hit of judge.finder.find(units, words)) {
        if (others.length > 0 && !hit.pattern.named && !isAboutTarget(units, hit.from, hit.to)) continue
        const own = byKind.get(hit.pattern.kind)
        if (own) own.push(hit)
        else byKind.set(hit.pattern.kind, [hit])
      }
      const ofAny = byKind.get('any') ?? NO_HITS
      // The second voice has heard short posts of one brand only: of others the rules alone can tell.
      const unlike = others.length > 0 || units.keys.length > MOST_HEARD
      const voice = unlike ? null : judge.voice.probabilities(units, words)
      const weighed = new Map<IntentKind, { total: number; spans: Span[] }>()
      for (const [k, kind] of IntentKind.options.entries()) {
        const own = byKind.get(kind)
        const one = own ? weigh(ofAny.length > 0 ? [...own, ...ofAny] : own, units) : NOTHING
        const said = voice === null ? one.total >= ENOUGH : agree(one.total, voice[k]!)
        if (!said) continue
        const spans =
          one.hits.length > 0 ? evidenceOf(one.hits, units) : strongest(judge.voice.shares(units, kind), units)
        if (spans.length > 0) weighed.set(kind, { total: Math.max(one.total, ENOUGH), spans })
      }
      if (weighed.size === 0) return []
      const kept = settle(new Map([...weighed].map(([kind, { total }]) => [kind, total])), others.length > 0)
      return [...weighed].flatMap(([kind, { total, spans }]): Intent[] =>
        kept.has(kind) ? [{ kind, confidence: confidenceOf(total), evidence: spans }] : [],
      )
    },
  }
}
