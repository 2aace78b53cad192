import { phrase } from '@moodlight/text'
import { describe, expect, it } from 'vitest'
import { aMention, aPost, aPostMentions, MINUTE, T0 } from '../builders.ts'
import { allMentions } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

/** Posts by name, and what must be found by which words. */
const TEXTS = {
  en: 'The ING app is down again, thanks for nothing!',
  nl: 'De ING-app ligt er weer uit; wat een ellende',
  zh: '荷兰银行的手机应用又崩溃了，客服很差',
  zh2: '银的行情很好',
  fa: 'من نمی‌خواهم این بانک را دوباره ببینم',
  tag: 'sunny day #ing',
  verb: 'running and #running, ing at the end',
  handle: 'hello @ing how are you',
  title: 'only in the text',
} as const

const FOUND: readonly (readonly [string, string, readonly (keyof typeof TEXTS)[]])[] = [
  ['an English phrase', 'app is down', ['en']],
  ['words in another order are no phrase', 'down is app', []],
  ['a Dutch word, whatever the case', 'ELLENDE', ['nl']],
  ['a two-character Chinese word', '银行', ['zh']],
  ['a Chinese phrase', '手机应用', ['zh']],
  ['a Persian word with a half-space', 'نمی‌خواهم', ['fa']],
  ['a Persian phrase', 'این بانک', ['fa']],
  ['Arabic letters for Persian ones', 'ببينم', ['fa']],
  ['a hashtag apart from the word', '#ing', ['tag']],
  ['a handle apart from the word', '@ing', ['handle']],
  ['a word in the title', 'headline', ['title']],
  ['a phrase does not reach past what it says', 'text headline', []],
]

/** Full text: the same tokens everywhere. */
export function searchingLaws(harness: MentionStoreHarness): void {
  describe('words', () => {
    const events = Object.entries(TEXTS).map(([nativeId, text], i) =>
      aPostMentions(
        aPost({ nativeId, text, at: T0 - i * MINUTE, title: nativeId === 'title' ? 'A headline about ING' : null }),
        [aMention(), aMention({ brand: 'rabo' })],
      ),
    )

    it.each(FOUND)('%s: %s', async (_name, words, expected) => {
      const { store } = await aStore(harness, events)
      const found = await allMentions(store, { brands: ['ing'], words: [phrase(words)] })
      expect(found.map((m) => m.post.nativeId)).toEqual(expected)
    })

    it('every phrase must stand in the text, and an empty one asks for nothing', async () => {
      const { store } = await aStore(harness, events)
      const count = async (...words: string[][]) => (await allMentions(store, { brands: ['ing'], words })).length
      expect(await count(['down'], ['again'])).toBe(1)
      expect(await count(['down'], ['ellende'])).toBe(0)
      expect(await count([])).toBe(events.length)
      expect(await count(['nosuchword'])).toBe(0)
    })

    it('syntax of the index in words is text like any other', async () => {
      const { store } = await aStore(harness, events)
      for (const word of ['"', 'a" OR "b', 'NEAR(', '*', '^app', 'stream:app', '\u0000', '\ud83d', ''])
        expect(await allMentions(store, { words: [[word]] })).toEqual([])
    })

    it('rare and common words give the same pages, whatever the order of arrival', async () => {
      const many = Array.from({ length: 3000 }, (_, i) =>
        aPostMentions(
          aPost({
            nativeId: `${i}`,
            at: T0 + ((i * 7919) % 3000) * 1000,
            text: `common ${i % 2 ? 'odd' : 'even'} ${i % 500 ? '' : 'rare'} number n${i}`,
          }),
          [aMention({ brand: i % 3 ? 'ing' : 'rabo' })],
        ),
      )
      const { store } = await aStore(harness)
      for (let i = 0; i < many.length; i += 500) await store.apply(many.slice(i, i + 500))
      const times = (list: readonly { post: { at: number } }[]) => list.map((m) => m.post.at)
      const expected = (fits: (i: number) => boolean) => times(many.filter((_, i) => fits(i))).sort((a, b) => b - a)
      const find = async (words: string[][], brands?: string[]) =>
        times(await allMentions(store, brands ? { brands, words } : { words }, 700))
      expect(await find([['common', 'odd']])).toEqual(expected((i) => i % 2 === 1))
      expect(await find([['common']], ['rabo'])).toEqual(expected((i) => i % 3 === 0))
      expect(await find([['rare']])).toEqual(expected((i) => i % 500 === 0))
      expect(await find([['n77']])).toEqual(expected((i) => i === 77))
      expect(await find([['common', 'even'], ['rare']])).toEqual(expected((i) => i % 500 === 0))
      expect(times((await store.mentions({ words: [['common']] }, { limit: 3, order: 'oldest' })).items)).toEqual([
        T0,
        T0 + 1000,
        T0 + 2000,
      ])
    })
  })
}
