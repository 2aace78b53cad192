import type { StoreEvent } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { aKey, aMention, anIntent, aPost, aPostMentions, aTombstone, HOUR, MINUTE, T0 } from '../builders.ts'
import { all, allMentions } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const many = (n: number, at: (i: number) => number): StoreEvent[] =>
  Array.from({ length: n }, (_, i) =>
    aPostMentions(
      aPost({
        nativeId: `${i}`,
        at: at(i),
        author: `a${i % 3}`,
        source: `s${i % 2}`,
        site: `site${i % 4}`,
        text: `post ${i}`,
      }),
      [
        aMention({
          label: i % 2 ? 'positive' : 'negative',
          intents: i % 4 ? [] : [anIntent('asks'), anIntent(i % 8 ? 'fault' : 'leaves')],
        }),
        ...(i % 5 ? [] : [aMention({ brand: 'rabo', voice: 'press' })]),
      ],
      { language: i % 2 ? 'nld' : 'eng' },
    ),
  )

/** Pages hold what was there at the first page, once and in order. */
export function pagingLaws(harness: MentionStoreHarness): void {
  describe('pages', () => {
    it('newest first, equal times by falling id, in both directions and in pages of any size', async () => {
      const { store } = await aStore(
        harness,
        many(40, (i) => T0 + Math.floor(i / 8) * MINUTE),
      )
      const ids = (await allMentions(store, {}, 1000)).map((m) => m.id)
      expect(ids).toHaveLength(48)
      expect(ids.slice(0, 3)).toEqual(['test:39~ing', 'test:38~ing', 'test:37~ing'])
      const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
      const eight = ids.filter((id) => /^test:[0-7]~/.test(id))
      expect(eight).toEqual(eight.toSorted(byBytes).reverse())
      for (const limit of [1, 7]) {
        expect((await allMentions(store, {}, limit)).map((m) => m.id)).toEqual(ids)
        const rising = await all((cursor) =>
          store.mentions({}, { limit, order: 'oldest', ...(cursor === undefined ? {} : { cursor }) }),
        )
        expect(rising.map((m) => m.id)).toEqual(ids.toReversed())
      }
    })

    it('ids that begin alike are ordered by bytes', async () => {
      const names = ['1', '10', '1~ing', '1!', '\u{1f600}', '\uffee', 'é']
      const { store } = await aStore(
        harness,
        names.map((nativeId) => aPostMentions(aPost({ nativeId, text: `p ${nativeId}`, author: nativeId }))),
      )
      const ids = (await allMentions(store, {}, 2)).map((m) => m.id)
      expect(ids).toEqual(
        names.map((n) => `test:${n}~ing`).sort((a, b) => Buffer.compare(Buffer.from(b), Buffer.from(a))),
      )
    })

    it('what is written while paging neither repeats nor skips anything', async () => {
      const { store } = await aStore(
        harness,
        many(30, (i) => T0 + i * MINUTE),
      )
      const before = (await allMentions(store)).map((m) => m.id)
      const seen: string[] = []
      let cursor: string | undefined
      for (let round = 0; ; round++) {
        const page = await store.mentions({}, cursor === undefined ? { limit: 4 } : { limit: 4, cursor })
        seen.push(...page.items.map((m) => m.id))
        if (page.next === null) break
        cursor = page.next
        const at = T0 + round * MINUTE
        await store.apply([
          aPostMentions(aPost({ nativeId: `late${round}`, at, text: `late ${round}` })),
          aPostMentions(aPost({ nativeId: `${round}`, revision: 1, at, text: `edited ${round}` }), [
            aMention({ label: 'neutral' }),
            ...(round % 5 ? [] : [aMention({ brand: 'rabo' })]),
          ]),
        ])
      }
      expect(seen).toEqual(before)
    })

    it('a deleted post leaves the pages, and nothing else does', async () => {
      const { store } = await aStore(
        harness,
        many(12, (i) => T0 + i * MINUTE),
      )
      const first = await store.mentions({ brands: ['ing'] }, { limit: 3 })
      await store.apply([aTombstone(first.items[2]!.post.id), aTombstone('test:4')])
      const rest = await all((cursor) =>
        store.mentions({ brands: ['ing'] }, { limit: 3, cursor: cursor ?? first.next! }),
      )
      expect(rest.map((m) => m.post.nativeId)).toEqual(['8', '7', '6', '5', '3', '2', '1', '0'])
    })

    it('every filter holds, alone and together', async () => {
      const { store } = await aStore(
        harness,
        many(40, (i) => T0 + i * MINUTE),
      )
      const n = async (filter: Parameters<typeof store.mentions>[0]) => (await allMentions(store, filter, 7)).length
      expect(await n({ brands: ['rabo'] })).toBe(8)
      expect(await n({ brands: ['rabo', 'ing', 'rabo'] })).toBe(48)
      expect(await n({ brands: [] })).toBe(0)
      expect(await n({ brands: ['ing'], labels: ['negative'] })).toBe(20)
      expect(await n({ brands: ['ing'], languages: ['nld'], sources: ['s1'] })).toBe(20)
      expect(await n({ voices: ['press'] })).toBe(8)
      expect(await n({ brands: ['ing'], authors: [aKey('a1')] })).toBe(13)
      expect(await n({ brands: ['ing'], sites: ['site3'] })).toBe(10)
      expect(await n({ intents: ['asks'] })).toBe(10)
      expect(await n({ intents: ['fault', 'leaves'] })).toBe(10)
      expect(await n({ intents: ['leaves', 'praises'], sources: ['s0'] })).toBe(5)
      expect(await n({ intents: ['fault'], authors: [aKey('a1')] })).toBe(2)
      expect(await n({ intents: ['fraud'] })).toBe(0)
      expect(await n({ intents: [] })).toBe(0)
      expect(await n({ certainty: 'unsure' })).toBe(0)
      expect(await n({ brands: ['ing'], from: T0 + 10 * MINUTE, to: T0 + 20 * MINUTE })).toBe(10)
      expect(await n({ from: T0 + HOUR })).toBe(0)
      expect(await n({ authors: [aKey('a1')], from: T0 + 10 * MINUTE, labels: ['positive'], brands: ['ing'] })).toBe(5)
      expect(await store.authors({ from: T0, to: T0 + 2 * MINUTE })).toBe(2)
    })

    it('a cursor of another query, or of nobody, is refused', async () => {
      const { store } = await aStore(
        harness,
        many(9, (i) => T0 + i),
      )
      const { next } = await store.mentions({ brands: ['ing'] }, { limit: 2 })
      const refused = { code: 'ML_QUERY_CURSOR' }
      for (const cursor of ['', 'x', 'bnVsbA', `${next}x`.slice(4), '[]'])
        await expect(store.mentions({ brands: ['ing'] }, { limit: 2, cursor })).rejects.toMatchObject(refused)
      await expect(store.mentions({ brands: ['rabo'] }, { limit: 2, cursor: next! })).rejects.toMatchObject(refused)
      await expect(store.posts({}, { limit: 2, cursor: next! })).rejects.toMatchObject(refused)
      await expect(
        store.mentions({ brands: ['ing'] }, { limit: 2, cursor: next!, order: 'oldest' }),
      ).rejects.toMatchObject(refused)
    })

    it('a limit outside 1 to 1000 is refused', async () => {
      const { store } = await aStore(harness)
      for (const limit of [0, 1001, 1.5]) {
        await expect(store.mentions({}, { limit })).rejects.toMatchObject({ code: 'ML_QUERY_INVALID' })
        await expect(store.posts({}, { limit })).rejects.toMatchObject({ code: 'ML_QUERY_INVALID' })
      }
    })

    it('posts come by time, those without mentions too', async () => {
      const silent = aPostMentions(aPost({ nativeId: 'silent', at: T0 + 1, text: 'names nobody' }), [])
      const { store } = await aStore(harness, [...many(5, (i) => T0 + i * MINUTE), silent])
      const ids = async (range: { from?: number; to?: number }) =>
        (await all((cursor) => store.posts(range, cursor === undefined ? { limit: 2 } : { limit: 2, cursor }))).map(
          (p) => p.post.nativeId,
        )
      expect(await ids({})).toEqual(['0', 'silent', '1', '2', '3', '4'])
      expect(await ids({ from: T0 + 1, to: T0 + 2 * MINUTE })).toEqual(['silent', '1'])
    })
  })
}
