import { type LanguageVerdict, languageCode, UNKNOWN_LANGUAGE } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import { byArabicLetters } from './arabic.ts'
import { isDari, isFrisian } from './markers.ts'
import { ScriptModel } from './model.ts'
import { countScripts, SCRIPTS, type Script, scriptOfUnit } from './script.ts'
import { longTail } from './tail.ts'

/** Scripts that one language, as far as this product is concerned, has for itself. */
const ALONE: Readonly<Partial<Record<Script, string>>> = {
  hangul: 'kor',
  greek: 'ell',
  hebrew: 'heb',
  thai: 'tha',
  bengali: 'ben',
  gurmukhi: 'pan',
  gujarati: 'guj',
  tamil: 'tam',
  telugu: 'tel',
  kannada: 'kan',
  malayalam: 'mal',
  sinhala: 'sin',
  lao: 'lao',
  myanmar: 'mya',
  khmer: 'khm',
  tibetan: 'bod',
  georgian: 'kat',
  armenian: 'hye',
}
/** Languages for which the models take Frisian. */
const BESIDE_FRISIAN = new Set(['nld', 'afr', 'deu', 'dan', 'nob', 'nno', 'swe', 'eng'])
const MODELLED: readonly Script[] = ['latin', 'cyrillic', 'arabic', 'devanagari', 'ethiopic']
const HAN = SCRIPTS.indexOf('han')
const KANA = SCRIPTS.indexOf('kana')
const HANGUL = SCRIPTS.indexOf('hangul')

/** Enough words to be sure of a language; more only cost time (a bound for hostile texts). */
const MOST_WORDS = 30
/** What a source's own hint is worth, as odds. Sources often send their default, so a clear text outweighs it. */
const HINT_ODDS = Math.log(12)
/** Below this probability the language is unknown. */
const LEAST_CONFIDENCE = 0.25
/** Log-odds that no longer change a probability; most languages are so far behind, and `exp` takes its time. */
const NOTHING = -20
/** Letters from which `franc` is asked about a text that the models do not know. */
const TAIL_LETTERS = 40
const TAIL_BELOW = 0.5

export interface Detector {
  /**
   * The language of a text as ISO 639-3, `und` when unknown. `tokens` are those of `@moodlight/text` for this text; `hints` are
   * codes as the source states them (`nl`, `nl-NL`, `nld`), the first the most trusted. Never throws; time is bounded.
   */
  detect(text: string, tokens: readonly Token[], hints: readonly string[]): LanguageVerdict
}

const unknown = (): LanguageVerdict => ({ code: UNKNOWN_LANGUAGE, confidence: 0, by: 'none' })

/** Makes a detector: reads the models once. Order of evidence: script, the source's hint, statistics. */
export function createDetector(): Detector {
  const models = new Map(MODELLED.map((script) => [script, ScriptModel.load(script)]))
  const counts = new Float64Array(SCRIPTS.length)
  const scores = new Float64Array(128)

  function statistics(model: ScriptModel, text: string, words: readonly Token[], script: Script, hints: string[]) {
    model.reset()
    const number = SCRIPTS.indexOf(script)
    const lower: string[] = []
    for (const word of words) {
      if (scriptOfUnit(text.charCodeAt(word.start)) !== number) continue
      lower.push(text.slice(word.start, word.end).toLowerCase())
      model.add(lower[lower.length - 1]!)
      if (lower.length >= MOST_WORDS) break
    }
    model.scores(scores)
    const L = model.languages.length
    let plain = 0
    for (let k = 1; k < L; k++) if (scores[k]! > scores[plain]!) plain = k
    for (const hint of hints) {
      const k = model.languages.indexOf(hint)
      if (k >= 0) scores[k]! += HINT_ODDS
    }
    let best = 0
    for (let k = 1; k < L; k++) if (scores[k]! > scores[best]!) best = k
    let z = 0
    for (let k = 0; k < L; k++) {
      const behind = scores[k]! - scores[best]!
      if (behind > NOTHING) z += Math.exp(behind)
    }
    return { code: model.languages[best]!, confidence: 1 / z, hinted: best !== plain, words: lower }
  }

  return {
    detect(text, tokens, rawHints) {
      const words = spoken(tokens)
      countScripts(text, words, counts)
      const top = dominant(counts)
      if (top < 0) return unknown()
      const hints = rawHints.slice(0, 4).flatMap((hint) => languageCode(hint) ?? [])
      const script = SCRIPTS[top]!
      if (top === HAN || top === KANA) return eastAsian(text, counts, hints)
      const alone = ALONE[script]
      if (alone) return { code: alone, confidence: 1, by: 'script' }
      if (script === 'arabic') {
        const code = byArabicLetters(text.slice(0, 2000), counts[top]!)
        if (code) return { code, confidence: 0.9, by: 'script' }
      }
      const model = models.get(script)
      if (!model) return unknown()
      const found = statistics(model, text, words, script, hints)
      if (found.confidence < TAIL_BELOW && counts[top]! >= TAIL_LETTERS) {
        const code = longTail(text)
        if (code !== null && !model.languages.includes(code)) return { code, confidence: TAIL_BELOW, by: 'statistics' }
      }
      if (found.confidence < LEAST_CONFIDENCE) return unknown()
      if (found.code === 'fas' && isDari(found.words)) return { code: 'prs', confidence: 0.8, by: 'statistics' }
      if (BESIDE_FRISIAN.has(found.code) && isFrisian(found.words))
        return { code: 'fry', confidence: 0.8, by: 'statistics' }
      return { code: found.code, confidence: found.confidence, by: found.hinted ? 'hint' : 'statistics' }
    },
  }
}

/** The stretches that are speech; where there are none, the hashtags. */
function spoken(tokens: readonly Token[]): readonly Token[] {
  const words = tokens.filter((token) => token.kind === 'word' || token.kind === 'han')
  return words.length > 0 ? words : tokens.filter((token) => token.kind === 'hashtag')
}

function dominant(counts: Float64Array): number {
  let best = -1
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0 && (best < 0 || counts[i]! > counts[best]!)) best = i
  return best
}

/** Kana makes Japanese, but one の among Han is a Chinese shop sign; Han alone is Chinese unless the source says Japanese. */
function eastAsian(text: string, counts: Float64Array, hints: readonly string[]): LanguageVerdict {
  const kana = counts[KANA]!
  const han = counts[HAN]!
  if (counts[HANGUL]! > han + kana) return { code: 'kor', confidence: 1, by: 'script' }
  if (kana * 8 >= han && kana > 0) return { code: 'jpn', confidence: 1, by: 'script' }
  const short = han <= 30 && !/[这们为说没还吗呢你]/.test(text.slice(0, 400))
  if (short && hints[0] === 'jpn') return { code: 'jpn', confidence: 0.8, by: 'hint' }
  return { code: 'zho', confidence: 1, by: 'script' }
}
