import { describe, expect, it } from 'vitest'
import { aMention, aPost, aPostMentions, aTick, DAY, HOUR, MINUTE, nearTo, T0 } from '../builders.ts'
import { countsOf } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

/** Counts and votes: what colours are made of. */
export function countingLaws(harness: MentionStoreHarness): void {
  describe('counts', () => {
    it('only sure mentions are counted; unscored is a label of its own; own voices are kept apart', async () => {
      const { store } = await aStore(harness, [
        aPostMentions(aPost({ nativeId: '1', text: 'one' }), [aMention({ label: 'negative' })]),
        aPostMentions(aPost({ nativeId: '2', text: 'two' }), [aMention({ certainty: 'unsure' })]),
        aPostMentions(aPost({ nativeId: '3', text: 'three' }), [aMention({ unscored: 'unknown-language' })]),
        aPostMentions(aPost({ nativeId: '4', text: 'four' }), [aMention({ voice: 'own' })]),
      ])
      expect(await countsOf(store, 'ing')).toMatchObject([
        { label: 'negative', counted: true, mentions: 1, votes: 1 },
        { label: 'positive', counted: false, mentions: 1, votes: 1 },
        { label: 'unscored', counted: true, mentions: 1, votes: 1 },
      ])
      expect(await store.unscored({ brand: 'ing', from: T0, to: T0 + 1 })).toEqual([
        { reason: 'unknown-language', n: 1 },
      ])
    })

    it('columns are summed unless they are named, and filtered by', async () => {
      const of = (nativeId: string, source: string, language: string) =>
        aPostMentions(aPost({ nativeId, source, text: `post ${nativeId}` }), [aMention()], { language })
      const { store } = await aStore(harness, [of('1', 'a', 'eng'), of('2', 'a', 'nld'), of('3', 'b', 'nld')])
      const range = { brands: ['ing'], from: T0, to: T0 + HOUR, step: HOUR }
      expect(await store.counts(range)).toMatchObject([{ bucket: T0, source: null, language: null, mentions: 3 }])
      expect(await store.counts({ ...range, by: ['source'] })).toMatchObject([
        { source: 'a', language: null, mentions: 2 },
        { source: 'b', language: null, mentions: 1 },
      ])
      expect(await store.counts({ ...range, languages: ['nld'], by: ['source', 'language'] })).toMatchObject([
        { source: 'a', language: 'nld', mentions: 1 },
        { source: 'b', language: 'nld', mentions: 1 },
      ])
    })

    it('buckets are of UTC and of any width that is a multiple', async () => {
      const times = [T0, T0 + 14 * MINUTE, T0 + 15 * MINUTE, T0 + 61 * MINUTE]
      const { store } = await aStore(
        harness,
        times.map((at, i) => aPostMentions(aPost({ nativeId: `${i}`, at, author: `a${i}`, text: `post ${i}` }))),
      )
      const at = async (step: number) =>
        (await store.counts({ brands: ['ing'], from: T0, to: T0 + 2 * HOUR, step })).map((row) => [
          (row.bucket - T0) / MINUTE,
          row.mentions,
        ])
      expect(await at(MINUTE)).toEqual([
        [0, 1],
        [14, 1],
        [15, 1],
        [61, 1],
      ])
      expect(await at(15 * MINUTE)).toEqual([
        [0, 2],
        [15, 1],
        [60, 1],
      ])
      expect(await at(HOUR)).toEqual([
        [0, 3],
        [60, 1],
      ])
      await expect(store.counts({ brands: ['ing'], from: T0 + 1, to: T0 + HOUR, step: HOUR })).rejects.toMatchObject({
        code: 'ML_QUERY_INVALID',
      })
    })

    it('minutes are kept for 48 hours of the time heard, quarters for all history', async () => {
      const { store } = await aStore(harness, [aPostMentions(aPost({ at: T0 }))])
      const minutes = () => store.counts({ brands: ['ing'], from: T0, to: T0 + MINUTE, step: MINUTE })
      await store.apply([aTick(T0 + 2 * DAY)])
      expect(await minutes()).toHaveLength(1)
      await store.apply([aTick(T0 + 2 * DAY + MINUTE)])
      expect(await minutes()).toHaveLength(0)
      expect(await countsOf(store, 'ing')).toMatchObject([{ mentions: 1 }])
      await store.apply([aPostMentions(aPost({ revision: 1 }), [])])
      expect(await store.recount()).toMatchObject({ wrong: 0 })
    })

    it('an author votes once in a story, at its earliest post, whatever comes first', async () => {
      const text = 'one and the same long story told by many people here'
      const first = aPost({ nativeId: '1', at: T0, author: 'anna', text })
      const again = aPost({ nativeId: '2', at: T0 + HOUR, author: 'anna', text })
      const other = aPost({ nativeId: '3', at: T0 + 2 * HOUR, author: 'bob', text })
      const events = [
        aPostMentions(first, [aMention({ label: 'negative' })]),
        aPostMentions(again, [aMention({ label: 'positive' })]),
        aPostMentions(other, [aMention({ label: 'neutral' })]),
      ]
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
      ]) {
        const { store } = await aStore(harness)
        for (const i of order) await store.apply([events[i]!])
        expect(await countsOf(store, 'ing', DAY)).toMatchObject([
          { label: 'negative', mentions: 1, votes: 1 },
          { label: 'neutral', mentions: 1, votes: 1 },
          { label: 'positive', mentions: 1, votes: 0 },
        ])
        await store.apply([aPostMentions({ ...first, revision: 1 }, [])])
        expect(await countsOf(store, 'ing', DAY)).toMatchObject([
          { label: 'neutral', votes: 1 },
          { label: 'positive', votes: 1 },
        ])
      }
    })

    it('an unknown author votes as its site, and without a site each post votes', async () => {
      const text = 'a press release that every paper prints word for word today'
      const of = (nativeId: string, site: string | null) =>
        aPostMentions(aPost({ nativeId, author: null, site, text, similarity: nearTo('0123456789abcdef', 1) }))
      const { store } = await aStore(harness, [
        of('1', 'a.example'),
        of('2', 'a.example'),
        of('3', null),
        of('4', null),
      ])
      expect(await countsOf(store, 'ing')).toMatchObject([{ mentions: 4, votes: 3 }])
      expect(await store.authors({ brands: ['ing'] })).toBe(3)
    })
  })
}
