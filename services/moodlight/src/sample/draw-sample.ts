import { fullText, MOOD_VOICES } from '@moodlight/core'
import type { StoredMention } from '@moodlight/ports'
import { random } from '../evaluate/random.ts'
import type { Operations } from '../operations/operations.ts'
import { Draw } from './draw.ts'
import type { SampleKey } from './key.ts'
import type { SheetRow } from './sheet.ts'

export interface SampleOptions {
  /** Id of the brand. */
  readonly brand: string
  readonly n: number
  readonly seed: number
  /** Only posts from then on, in milliseconds. */
  readonly since: number
  readonly onProgress: (mentions: number) => void
}

/** Draws from the store. What a person has labelled already, and voices that no mood counts, are left out. */
export async function drawSample(
  operations: Operations,
  options: SampleOptions,
): Promise<{ rows: SheetRow[]; key: SampleKey }> {
  const draw = new Draw(options.n, options.seed)
  const models = new Set<string>()
  let seen = 0
  for await (const line of operations.exportLines({ what: 'mentions', brand: options.brand })) {
    options.onProgress(++seen)
    const { id, post, language, mention } = JSON.parse(line) as StoredMention
    const { sentiment } = mention
    if (post.at < options.since || mention.certainty !== 'sure' || !MOOD_VOICES.includes(mention.voice)) continue
    if (sentiment.origin.by !== 'model') continue
    models.add(sentiment.origin.hash)
    const probability = sentiment.label === 'unscored' ? null : sentiment.probabilities[sentiment.label]
    draw.add({
      id,
      text: fullText(post),
      label: sentiment.label,
      language: language.code,
      source: post.source,
      probability,
    })
  }
  const strata = draw.strata()
  const drawn = shuffled(
    strata.flatMap((stratum, i) => stratum.drawn.map((candidate) => ({ candidate, stratum: i }))),
    options.seed,
  )
  return {
    rows: drawn.map(({ candidate }, i) => ({ row: `m${i + 1}`, text: candidate.text })),
    key: {
      v: 1,
      brand: options.brand,
      seed: options.seed,
      models: [...models].sort(),
      strata: strata.map(({ drawn: list, ...stratum }) => ({ ...stratum, drawn: list.length })),
      rows: drawn.map(({ candidate, stratum }, i) => ({
        row: `m${i + 1}`,
        mention: candidate.id,
        stratum,
        probability: candidate.probability,
      })),
    },
  }
}

/** In an order that tells nothing: the rows of a stratum must not stand together. */
export function shuffled<T>(list: readonly T[], seed: number): T[] {
  const next = random(seed)
  const out = [...list]
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
