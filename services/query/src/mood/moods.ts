import type { Mood as MoodSchema } from '@moodlight/api'
import { type Brand, fullText, MOOD_VOICES } from '@moodlight/core'
import {
  type Bucket,
  colour,
  type ErrorModel,
  estimateNet,
  shareOfVoice,
  sumLanguages,
  total,
  type WindowName,
} from '@moodlight/mood'
import type { Spread } from '@moodlight/ports'
import type * as z from 'zod'
import { cachedBy } from '../cached.ts'
import type { QueryDeps } from '../deps.ts'
import { iso } from '../meta.ts'
import { Compare, type Compared, type Narrow } from './compare.ts'
import type { Feeding } from './feeding.ts'
import { storeRange } from './grain.ts'
import { freshness } from './silence.ts'
import type { Since } from './since.ts'
import { type Sums, sumByBrand, withTotal } from './sums.ts'

export type Mood = z.infer<typeof MoodSchema>

export interface MoodQuery {
  readonly brands: readonly Brand[]
  readonly window: Bucket & { readonly name: WindowName | 'range' }
  /** null: each brand in its own zone. */
  readonly zone: string | null
  readonly narrow: Narrow
}

/**
 * Authors, stories and the line of the top story are found by walking every mention of the window (5 µs each, measured), which is
 * too much for once a second; they may be this much older than the counts beside them.
 */
const WALK_EVERY_MS = 5000

/** Longest line shown of a story, in UTF-16 units. */
const LINE = 200

interface Walked extends Spread {
  readonly topNegative: Mood['topNegative']
}

/** Makes moods of the store's counts. */
export class Moods {
  readonly #deps: QueryDeps
  readonly #errors: ErrorModel
  readonly #since: Since
  readonly #feeding: Feeding
  readonly #compare: Compare
  readonly #standsStill: () => boolean
  readonly #walked

  constructor(deps: QueryDeps, errors: ErrorModel, since: Since, feeding: Feeding, standsStill: () => boolean) {
    this.#deps = deps
    this.#errors = errors
    this.#since = since
    this.#feeding = feeding
    this.#compare = new Compare(deps, errors)
    this.#standsStill = standsStill
    this.#walked = cachedBy<Walked>(WALK_EVERY_MS, 2000, deps.clock)
  }

  async moods(query: MoodQuery): Promise<Mood[]> {
    const ids = [...new Set(query.brands.flatMap((brand) => [brand.id, ...brand.rivals]))]
    if (ids.length === 0) return []
    const range = storeRange(query.window, this.#deps.clock.now())
    const rows = await this.#deps.store.counts({ brands: ids, ...range, by: ['language'], ...query.narrow })
    const sums = sumByBrand(ids, rows)
    return Promise.all(query.brands.map((brand) => this.#mood(brand, query, range, sums)))
  }

  async #mood(brand: Brand, query: MoodQuery, range: Bucket, all: ReadonlyMap<string, Sums>): Promise<Mood> {
    const { narrow, window } = query
    const sums = all.get(brand.id)!
    const [feeding, since] = await Promise.all([this.#feeding(brand.id), this.#since(brand.id)])
    const heard = narrow.sources ? feeding.filter((f) => narrow.sources?.includes(f.source)) : feeding
    const zone = query.zone ?? brand.zone
    const [usual, walked] = await Promise.all([
      since === null ? null : this.#compare.usual(brand, range, sums, { zone, since, feeding: heard, narrow }),
      this.#walk(brand.id, range, narrow),
    ])
    const net = estimateNet(sums.votes, this.#errors)
    const votes = sumLanguages(sums.votes)
    const verdict =
      total(votes) === 0 && since !== null && range.to <= since
        ? ({ colour: 'grey', reason: { code: 'not-watched' } } as const)
        : colour(votes, net, this.#deps.mood)
    const fresh = freshness(heard, this.#deps.clock.now(), this.#standsStill())
    return {
      brand: brand.id,
      label: brand.label,
      window: { from: iso(range.from), to: iso(range.to), name: window.name },
      ...verdict,
      net: net && { value: net.value, low: net.low, high: net.high },
      correction: net?.correction ?? 'none',
      volume: withTotal(sums.volume),
      votes: withTotal(votes),
      stories: walked.stories,
      authors: walked.authors,
      apart: sums.apart,
      usual: usual && usualView(usual),
      shareOfVoice: shareOfVoice(
        total(sums.volume),
        brand.rivals.map((rival) => total(all.get(rival)!.volume)),
      ),
      topNegative: walked.topNegative,
      freshness: { ...fresh, newest: fresh.newest === null ? null : iso(fresh.newest) },
    }
  }

  #walk(brand: string, { from, to }: Bucket, narrow: Narrow): Promise<Walked> {
    const filter = { brands: [brand], from, to, certainty: 'sure', voices: MOOD_VOICES, ...narrow } as const
    return this.#walked(JSON.stringify(filter), async () => {
      const [spread, topNegative] = await Promise.all([
        this.#deps.store.spread(filter),
        this.#topNegative(brand, { from, to }, narrow),
      ])
      return { ...spread, topNegative }
    })
  }

  async #topNegative(brand: string, window: Bucket, narrow: Narrow): Promise<Mood['topNegative']> {
    const { from, to } = window
    const [story] = await this.#deps.store.stories({ brand, from, to, label: 'negative', limit: 1, ...narrow })
    if (!story || story.labels.negative === 0) return null
    return {
      text: oneLine(fullText(story.first.post)),
      mention: story.first.id,
      posts: story.posts,
      authors: story.authors,
      lang: story.first.language.code,
    }
  }
}

function usualView(usual: Compared): Mood['usual'] {
  const { basis, samples, weeks, net, difference, volume, against, volumeAgainst } = usual
  return { basis, samples, weeks, net, difference, volume, against, volumeAgainst }
}

/** One line of a text, cut between characters. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  if (line.length <= LINE) return line
  const cut = line.slice(0, LINE - 1)
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}
