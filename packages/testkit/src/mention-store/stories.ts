import { describe, expect, it } from 'vitest'
import { aMention, aPost, aPostMentions, aTombstone, DAY, HOUR, nearTo, T0 } from '../builders.ts'
import { allMentions, portDump } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const SIM = '0f1e2d3c4b5a6978'
const near = (
  nativeId: string,
  similarity: string,
  at: number,
  text = `long enough words ${nativeId} to be compared with others`,
) => aPostMentions(aPost({ nativeId, at, text, similarity, author: `author ${nativeId}` }))

/** Stories are the connected parts of copies and near-copies within 72 hours, named by their earliest post. */
export function storyLaws(harness: MentionStoreHarness): void {
  describe('stories', () => {
    it('copies of one text across sources are one story, named by the earliest whatever comes first', async () => {
      const of = (nativeId: string, source: string, at: number) =>
        aPostMentions(aPost({ nativeId, source, at, text: 'Bank hit by outage', author: nativeId }))
      const { store } = await aStore(harness, [of('b', 'x', T0 + 5), of('c', 'y', T0 + 9), of('a', 'z', T0)])
      for (const m of await allMentions(store)) expect(m.story).toEqual({ id: 'test:a', posts: 3, authors: 3 })
      expect(await allMentions(store, { stories: ['test:a'] })).toHaveLength(3)
      expect(await allMentions(store, { stories: ['test:b'] })).toHaveLength(0)
    })

    it('near-copies differ in at most 3 bits of similarity', async () => {
      const { store } = await aStore(harness, [
        near('1', SIM, T0),
        near('2', nearTo(SIM, 3), T0 + 1),
        near('3', nearTo(SIM, 7), T0 + 2),
      ])
      expect((await allMentions(store)).map((m) => m.story.id)).toEqual(['test:3', 'test:1', 'test:1'])
    })

    it('bits may differ in every band', async () => {
      const spread = (BigInt(`0x${SIM}`) ^ 0x0001_0000_0100_0100n).toString(16).padStart(16, '0')
      const { store } = await aStore(harness, [near('1', SIM, T0), near('2', spread, T0 + 1)])
      expect((await allMentions(store)).map((m) => m.story.id)).toEqual(['test:1', 'test:1'])
    })

    it('short texts are compared by equality only', async () => {
      const { store } = await aStore(harness, [
        near('1', SIM, T0, 'ING is down'),
        near('2', SIM, T0 + 1, 'ING was down'),
      ])
      expect((await allMentions(store)).map((m) => m.story.posts)).toEqual([1, 1])
    })

    it('72 hours apart is another story, unless something in between links them', async () => {
      const ends = [near('1', SIM, T0), near('2', nearTo(SIM, 1), T0 + 4 * DAY)]
      const { store } = await aStore(harness, ends)
      expect((await allMentions(store)).map((m) => m.story.id)).toEqual(['test:2', 'test:1'])
      await store.apply([near('3', nearTo(SIM, 2), T0 + 2 * DAY)])
      expect((await allMentions(store)).map((m) => m.story)).toEqual(
        Array(3).fill({ id: 'test:1', posts: 3, authors: 3 }),
      )
      await store.apply([aTombstone('test:3')])
      expect((await allMentions(store)).map((m) => m.story.id)).toEqual(['test:2', 'test:1'])
    })

    it('an edit moves a post from one story to another, and both say so', async () => {
      const text = { x: 'this is the first story and it is long', y: 'here comes quite another tale of the town' }
      const of = (nativeId: string, which: 'x' | 'y', revision = 0) =>
        aPostMentions(aPost({ nativeId, revision, at: T0 + Number(nativeId), text: text[which], author: nativeId }))
      const { store } = await aStore(harness, [of('1', 'x'), of('2', 'x'), of('3', 'y')])
      await store.apply([of('1', 'y', 1)])
      expect((await allMentions(store)).map((m) => m.story)).toEqual([
        { id: 'test:1', posts: 2, authors: 2 },
        { id: 'test:2', posts: 1, authors: 1 },
        { id: 'test:1', posts: 2, authors: 2 },
      ])
      const fresh = await aStore(harness, [of('1', 'y', 1), of('3', 'y'), of('2', 'x')])
      const [a, b] = [await portDump(store), await portDump(fresh.store)]
      expect(a).toEqual(b)
    })

    it('lists the largest stories of a window by label', async () => {
      const said = (nativeId: string, text: string, label: 'positive' | 'negative', at = T0) =>
        aPostMentions(aPost({ nativeId, text, at, author: nativeId }), [aMention({ label })])
      const { store } = await aStore(harness, [
        said('1', 'outage at the bank', 'negative'),
        said('2', 'outage at the bank', 'negative', T0 + HOUR),
        said('3', 'outage at the bank', 'positive', T0 + HOUR),
        said('4', 'new app is lovely', 'positive', T0 + 2 * HOUR),
        said('5', 'outage at the bank', 'negative', T0 + 30 * HOUR),
      ])
      const window = { brand: 'ing', from: T0, to: T0 + DAY, limit: 10 }
      expect(await store.stories(window)).toMatchObject([
        {
          id: 'test:1',
          posts: 4,
          labels: { negative: 2, positive: 1 },
          lastAt: T0 + HOUR,
          first: { id: 'test:1~ing' },
        },
        { id: 'test:4', posts: 1, labels: { negative: 0, positive: 1 } },
      ])
      expect(await store.stories({ ...window, label: 'positive' })).toMatchObject([{ id: 'test:4' }, { id: 'test:1' }])
      expect(await store.stories({ ...window, limit: 1 })).toHaveLength(1)
    })

    it('lists stories of counted voices only, and of chosen sources and languages', async () => {
      const of = (nativeId: string, text: string, voice: 'public' | 'own', source = 'test') =>
        aPostMentions(aPost({ nativeId, text, author: nativeId, source }), [aMention({ label: 'negative', voice })])
      const { store } = await aStore(harness, [
        of('1', 'we are sorry for the outage', 'own'),
        of('2', 'we are sorry for the outage', 'own'),
        of('3', 'queue at the branch', 'public'),
        of('4', 'a long queue once more today', 'public', 'other'),
        of('5', 'a long queue once more today', 'public', 'other'),
      ])
      const window = { brand: 'ing', from: T0, to: T0 + DAY, limit: 10 }
      const ids = async (more: Partial<Parameters<typeof store.stories>[0]>) =>
        (await store.stories({ ...window, ...more })).map((story) => story.id)
      expect(await ids({})).toEqual(['test:4', 'test:3'])
      expect(await ids({ sources: ['test'] })).toEqual(['test:3'])
      expect(await ids({ languages: ['fas'] })).toEqual([])
    })

    it('a pure repost is no mention and adds reach to its original, also before it', async () => {
      const repost = (nativeId: string) =>
        aPostMentions(aPost({ nativeId, text: '', repostOf: 'test:1', author: nativeId }), [])
      const { store } = await aStore(harness, [repost('r1'), aPostMentions(), repost('r2'), repost('r2')])
      expect(await allMentions(store)).toMatchObject([{ id: 'test:1~ing', reposts: 2 }])
      await store.apply([aTombstone('test:r1')])
      expect(await store.mention('test:1~ing')).toMatchObject({ reposts: 1 })
    })
  })
}
