import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Clause } from '../scope/clauses.ts'
import type { Signed } from '../scope/names.ts'
import { MOST_TOKENS } from '../scorer.ts'
import type { Blend } from './blend.ts'
import { visitTowards } from './features.ts'

/** What is known of the model of targets of a language, beside its weights: `towards/LANG.json`. */
export interface TowardsCard {
  readonly format: 1
  readonly language: string
  readonly bits: number
  /** What one step is worth: a byte q of the weights stands for sign(q) q² steps. */
  readonly step: number
  /** How its voice joins that of the model of the language: of a brand alone in its text, and of one beside others. */
  readonly alone: Blend
  readonly beside: Blend
  /** SHA-256 of the weights file. */
  readonly sha256: string
}

const FOLDER = new URL('../../towards/', import.meta.url)
/** What a byte of the weights stands for, in steps: its square with its sign. */
const VALUES = Int32Array.from({ length: 256 }, (_, i) => Math.sign(i - 128) * (i - 128) ** 2)

/** The languages that have a model of targets, sorted. */
export function towardsLanguages(): string[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter((name) => /^[a-z]{3}\.json$/.test(name))
    .map((name) => name.slice(0, 3))
    .sort()
}

export const readTowardsCard = (language: string): string => readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')
export const readTowardsWeights = (language: string): Buffer => readFileSync(new URL(`${language}.bin.gz`, FOLDER))

/** A second linear model that sees where the names stand: trained on sentences with targets only. */
export class TowardsScorer {
  readonly #language: string
  readonly #weights: Int8Array
  readonly #mask: number
  readonly #step: number
  /** Log-odds of negative and positive against neutral, of the last text. */
  readonly logits = new Float64Array(2)
  /** Signed weight of each token of the last text: above zero speaks for the target. */
  readonly weights = new Float64Array(MOST_TOKENS)

  constructor(language: string, bits: number, step: number, weights: Int8Array) {
    this.#language = language
    this.#weights = weights
    this.#mask = (1 << bits) - 1
    this.#step = step
  }

  static load(card: TowardsCard): TowardsScorer {
    const bytes = gunzipSync(readTowardsWeights(card.language))
    return new TowardsScorer(
      card.language,
      card.bits,
      card.step,
      new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    )
  }

  /** Fills `logits` and `weights`. */
  score(signed: Signed, clauses: readonly Clause[]): void {
    let negative = 0
    let positive = 0
    let count = 0
    const bytes = this.#weights
    const perToken = this.weights
    perToken.fill(0, 0, signed.tokens.length)
    visitTowards(signed, clauses, this.#language, (hash, place, span) => {
      const j = (hash & this.#mask) * 2
      const against = VALUES[bytes[j]! + 128]!
      const favour = VALUES[bytes[j + 1]! + 128]!
      count++
      if (against === 0 && favour === 0) return
      negative += against
      positive += favour
      const share = (favour - against) / (span || 1)
      for (let i = place; i < place + span; i++) perToken[i]! += share
    })
    const scale = this.#step / Math.sqrt(count || 1)
    this.logits[0] = negative * scale
    this.logits[1] = positive * scale
    for (let i = 0; i < signed.tokens.length; i++) perToken[i]! *= scale
  }
}
