import type { MentionFilter, MentionStore } from '@moodlight/ports'
import { aKey, HOUR, MINUTE, T0 } from '@moodlight/testkit'
import { phrase } from '@moodlight/text'
import { BRANDS, LANGUAGES, SOURCES, SPAN, seeded, WORDS } from './corpus.ts'

/** One question with all that the store answers. */
export interface Question {
  readonly kind: string
  readonly text: string
  ask(store: MentionStore): Promise<unknown>
}

/** Pages of a list that are followed. */
const MAX_PAGES = 4

/** `n` questions of all kinds, the same ones every time. `ids` are some posts, known or not. */
export function questions(n: number, ids: readonly string[], seed = 7): Question[] {
  const random = seeded(seed)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
  const some = <T>(list: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: 1 + random(most) }, () => pick(list))),
  ]
  const maybe = (of: number) => random(of) === 0

  const words = (): string[] => {
    const language = pick(LANGUAGES)
    const list = WORDS[language]!
    const said = Array.from({ length: 1 + random(3) }, () => pick(list)).join(language === 'zho' ? '' : ' ')
    return [...phrase(maybe(6) ? `n${random(500)}` : said)]
  }
  const range = (): { from: number; to: number } => {
    const from = T0 - random(SPAN)
    return { from, to: from + (1 + random(96)) * HOUR }
  }
  const filter = (): MentionFilter => ({
    ...(maybe(2) && { brands: some(BRANDS, 3) }),
    ...(maybe(4) && { sources: some(SOURCES, 2) }),
    ...(maybe(4) && { languages: some(LANGUAGES, 2) }),
    ...(maybe(4) && { labels: some(['negative', 'neutral', 'positive', 'unscored'] as const, 2) }),
    ...(maybe(5) && { voices: some(['public', 'press', 'own', 'staff', 'automated', 'advertising'] as const, 3) }),
    ...(maybe(8) && { authors: [aKey(`author ${random(200)}`), aKey(`author ${random(200)}`)] }),
    ...(maybe(8) && {
      sites: some(
        [1, 2, 3, 4, 5, 6].map((i) => `site-${i}.example`),
        2,
      ),
    }),
    ...(maybe(9) && { stories: some(ids, 3) }),
    ...(maybe(5) && { certainty: maybe(3) ? ('unsure' as const) : ('sure' as const) }),
    ...(maybe(2) && range()),
    ...(maybe(3) && { words: maybe(4) ? [words(), words()] : [words()] }),
  })
  const window = () => ({ brand: pick(BRANDS), ...range() })

  const list = (): Question => {
    const what = filter()
    const page = { limit: pick([1, 7, 50, 300]), order: maybe(3) ? ('oldest' as const) : ('newest' as const) }
    return {
      kind: what.words ? 'words' : 'mentions',
      text: JSON.stringify({ what, page }),
      ask: async (store) => {
        const pages: unknown[] = []
        let cursor: string | undefined
        for (let i = 0; i < MAX_PAGES; i++) {
          const { items, next } = await store.mentions(what, cursor === undefined ? page : { ...page, cursor })
          pages.push(items.map(({ siblings: _siblings, ...mention }) => mention))
          if (next === null) break
          cursor = next
        }
        return pages
      },
    }
  }
  const counts = (): Question => {
    const step = pick([15 * MINUTE, HOUR, 24 * HOUR, MINUTE])
    const from = Math.floor((T0 - random(SPAN)) / step) * step
    const query = {
      brands: some(BRANDS, 3),
      from: step === MINUTE ? Math.floor((T0 - 47 * HOUR) / step) * step : from,
      to: step === MINUTE ? T0 : from + step * (1 + random(100)),
      step,
      ...(maybe(3) && { sources: some(SOURCES, 2) }),
      ...(maybe(3) && { languages: some(LANGUAGES, 2) }),
      ...(maybe(2) && { by: some(['source', 'language'] as const, 2) }),
    }
    return { kind: 'counts', text: JSON.stringify(query), ask: (store) => store.counts(query) }
  }
  const spread = (): Question => {
    const what = filter()
    return { kind: 'spread', text: JSON.stringify(what), ask: (store) => store.spread(what) }
  }
  const stories = (): Question => {
    const labels = ['negative', 'neutral', 'positive'] as const
    const query = {
      ...window(),
      limit: 1000,
      ...(maybe(2) && { label: pick(labels) }),
      ...(maybe(3) && { sources: some(SOURCES, 2) }),
    }
    const ask = async (store: MentionStore) =>
      (await store.stories(query)).map(({ first, ...story }) => ({ ...story, first: first.id }))
    return { kind: 'stories', text: JSON.stringify(query), ask }
  }
  const unscored = (): Question => {
    const query = window()
    return { kind: 'unscored', text: JSON.stringify(query), ask: (store) => store.unscored(query) }
  }
  const posts = (): Question => {
    const [span, page] = [range(), { limit: pick([5, 100]) }]
    const ask = async (store: MentionStore) => {
      const first = await store.posts(span, page)
      const second = first.next === null ? null : await store.posts(span, { ...page, cursor: first.next })
      return [...first.items, ...(second?.items ?? [])]
    }
    return { kind: 'posts', text: JSON.stringify({ span, page }), ask }
  }
  const one = (): Question => {
    const [id, brand] = [pick(ids), pick(BRANDS)]
    const ask = async (store: MentionStore) => [await store.post(id), await store.mention(`${id}~${brand}`)]
    return { kind: 'one post', text: `${id}~${brand}`, ask }
  }
  const facts = (): Question => {
    const span = range()
    const who = `author ${random(200)}`
    const ask = async (store: MentionStore) => [
      await store.holes(span),
      (await store.journal(span)).map(({ n: _n, ...entry }) => entry),
      await store.author(aKey(who)),
      await store.findAuthors(who),
    ]
    return { kind: 'facts', text: JSON.stringify({ span, who }), ask }
  }
  const kinds = [list, list, list, list, counts, counts, spread, stories, unscored, posts, one, facts]
  return Array.from({ length: n }, (_, i) => kinds[i % kinds.length]!())
}
