import type { MentionFilter } from '@moodlight/ports'
import { compareNewest, intentBits, type Place } from '@moodlight/store-rules'
import { checkTokens } from '../db/tokens.ts'
import type { MentionRow } from '../stories/votes.ts'
import { candidatePosts, rowsOfPosts, type StoryKeys, storyKeys } from './candidates.ts'
import { whereOf } from './filter-sql.ts'
import { amongPosts, type Words, wordsOf } from './fulltext.ts'
import { type Reader, totals } from './reader.ts'
import { merge, type Walk, walk } from './walk.ts'

export interface Find {
  readonly filter: MentionFilter
  readonly order: 'newest' | 'oldest'
  readonly after: Place | null
  readonly bound: number
}

const END_OF_TIME = 8_640_000_000_000_001

/** Mention rows that fit, in order, found with bounded work per step. */
export async function* find(r: Reader, { filter, order, after, bound }: Find): AsyncGenerator<MentionRow> {
  const { generation } = totals(r)
  const words = wordsOf(filter)
  if (words) checkTokens(r.q)
  const stories = filter.stories ? storyKeys(r, generation, filter.stories) : null
  const posts = candidatePosts(r, filter, stories, words)
  if (posts) {
    const sign = order === 'newest' ? 1 : -1
    const fits = rowFilter(filter)
    const rows = rowsOfPosts(r, generation, posts)
      .filter((row) => row.pid <= bound && fits(row) && (!after || sign * compareNewest(row, after) > 0))
      .sort((a, b) => sign * compareNewest(a, b))
    yield* keeper(r, stories, words)(rows)
    return
  }
  const common: Omit<Walk, 'brand'> = {
    generation,
    from: filter.from ?? 0,
    to: filter.to ?? END_OF_TIME,
    order,
    after,
    bound,
    where: whereOf(filter),
  }
  const walks = brandsOf(r, generation, filter).map((brand) => walk(r, { ...common, brand }, keeper(r, stories, words)))
  yield* merge(walks, order)
}

/** Brands to walk: those asked for, or all that ever had a mention. */
function brandsOf(r: Reader, generation: number, filter: MentionFilter): readonly string[] {
  if (filter.brands) return [...new Set(filter.brands)]
  const rows = r.q('SELECT brand FROM brand WHERE generation = ? AND mentions > 0').all(generation)
  return (rows as { brand: string }[]).map((row) => row.brand)
}

/** Applies what no column answers: stories and words. */
function keeper(r: Reader, stories: StoryKeys | null, words: Words | null) {
  return (rows: readonly MentionRow[]): readonly MentionRow[] => {
    let kept = rows
    if (stories)
      kept = kept.filter((m) => (m.sid === null ? stories.pids.includes(m.pid) : stories.sids.includes(m.sid)))
    if (!words || kept.length === 0) return kept
    const hits = amongPosts(
      r,
      words,
      kept.map((m) => m.pid),
    )
    return kept.filter((m) => hits.has(m.pid))
  }
}

/** The same conditions as whereOf, with brand and time, for rows at hand. */
function rowFilter(filter: MentionFilter): (row: MentionRow) => boolean {
  const among = (list: readonly string[] | undefined, value: string | null) =>
    !list || (value !== null && list.includes(value))
  return (m) =>
    among(filter.brands, m.brand) &&
    among(filter.sources, m.source) &&
    among(filter.languages, m.language) &&
    among(filter.labels, m.label) &&
    (filter.intents === undefined || (intentBits(filter.intents) & m.intents) !== 0) &&
    among(filter.voices, m.voice) &&
    among(filter.authors, m.voter) &&
    among(filter.sites, m.site) &&
    (filter.certainty === undefined || (filter.certainty === 'sure') === (m.sure === 1)) &&
    m.at >= (filter.from ?? 0) &&
    m.at < (filter.to ?? END_OF_TIME)
}
