import type { StoreEvent } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { aKey, anAuthor, anEngagement, aPost, aPostMentions, aPurge, aTombstone, HOUR, T0 } from '../builders.ts'
import { allMentions, countsOf, portDump } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const post = aPostMentions(aPost({ text: 'soon to be deleted' }))

/** What is deleted or purged is gone at once and does not come back. */
export function removalLaws(harness: MentionStoreHarness): void {
  describe('deletions and purges', () => {
    it('a delete takes post, mentions, counts and full text', async () => {
      const { store } = await aStore(harness, [post])
      expect(await store.apply([aTombstone(post.post.id)])).toEqual(['applied'])
      expect(await store.post(post.post.id)).toBeNull()
      expect(await store.mention(`${post.post.id}~ing`)).toBeNull()
      expect(await allMentions(store)).toEqual([])
      expect(await allMentions(store, { words: [['deleted']] })).toEqual([])
      expect(await countsOf(store, 'ing')).toEqual([])
      expect(await store.stats()).toMatchObject({ posts: 0, mentions: 0, tombstones: 1 })
    })

    it('a delete before the create refuses the create and every later revision', async () => {
      const { store } = await aStore(harness, [aTombstone(post.post.id)])
      const edit = aPostMentions(aPost({ revision: 9 }))
      expect(await store.apply([post, edit, anEngagement(post.post.id, T0)])).toEqual(['erased', 'erased', 'erased'])
      expect(await store.stats()).toMatchObject({ posts: 0, tombstones: 1 })
    })

    it('an edit and a delete right after each other, in any order and batching', async () => {
      const edit = aPostMentions(aPost({ revision: 1, text: 'edited' }))
      const gone = aTombstone(post.post.id)
      const dumps = []
      for (const batches of [
        [[post, edit, gone]],
        [[post], [gone, edit]],
        [[gone], [edit], [post]],
        [[edit, gone, post]],
      ]) {
        const { store } = await aStore(harness)
        for (const batch of batches as StoreEvent[][]) await store.apply(batch)
        dumps.push(await portDump(store))
      }
      for (const dump of dumps) expect(dump).toEqual(dumps[0])
    })

    it('a delete again is applied and changes nothing', async () => {
      const { store } = await aStore(harness, [aTombstone('test:1')])
      expect(await store.apply([aTombstone('test:1')])).toEqual(['applied'])
      expect(await store.stats()).toMatchObject({ tombstones: 1 })
    })

    it('a purge takes the posts of its author up to its time, refuses later ones of that time, and no others', async () => {
      const at = (nativeId: string, time: number, author = 'anna') =>
        aPostMentions(aPost({ nativeId, at: time, author, text: `post ${nativeId}` }))
      const { store } = await aStore(harness, [
        at('old', T0),
        at('new', T0 + HOUR),
        at('other', T0, 'bob'),
        anAuthor('anna'),
        anAuthor('bob'),
      ])
      expect(await store.apply([aPurge('anna', T0 + 1)])).toEqual(['applied'])
      expect((await allMentions(store)).map((m) => m.post.nativeId)).toEqual(['new', 'other'])
      expect(await store.author(aKey('anna'))).toBeNull()
      expect(await store.author(aKey('bob'))).not.toBeNull()
      expect(await store.apply([at('late', T0 + 1), at('later', T0 + 2), at('old', T0)])).toEqual([
        'erased',
        'applied',
        'erased',
      ])
      expect(await store.apply([anAuthor('anna', { seenAt: T0 + 1 }), anAuthor('anna', { seenAt: T0 + 2 })])).toEqual([
        'erased',
        'applied',
      ])
    })

    it('a version that a purge refuses takes older ones with it, stored or still to come', async () => {
      const nameless = aPostMentions(aPost({ author: null }))
      const signed = aPostMentions(aPost({ revision: 1, author: 'anna' }))
      const purge = aPurge('anna', T0)
      for (const order of [
        [nameless, purge, signed],
        [purge, signed, nameless],
        [signed, nameless, purge],
      ]) {
        const { store } = await aStore(harness)
        for (const event of order) await store.apply([event])
        expect(await store.post('test:1')).toBeNull()
        expect(await store.stats()).toMatchObject({ posts: 0, mentions: 0 })
      }
    })

    it('a purge of an author with several posts in one story', async () => {
      const text = 'the very same words are said again and again by us'
      const same = (nativeId: string, author: string, at: number) =>
        aPostMentions(aPost({ nativeId, author, at, text }))
      const { store } = await aStore(harness, [
        same('1', 'anna', T0),
        same('2', 'anna', T0 + 1),
        same('3', 'bob', T0 + 2),
        same('4', 'anna', T0 + 3),
      ])
      await store.apply([aPurge('anna', T0 + HOUR)])
      expect(await allMentions(store)).toMatchObject([{ story: { id: 'test:3', posts: 1, authors: 1 } }])
      expect(await countsOf(store, 'ing')).toMatchObject([{ mentions: 1, votes: 1 }])
    })

    it('erase reports what went and keeps it away', async () => {
      const ahead = aPostMentions(aPost({ nativeId: '2', at: T0 + 2 * HOUR, text: 'ahead of the clock' }))
      const { store } = await aStore(harness, [post, ahead, anAuthor('anna')])
      const order = { posts: ['test:unknown'], authors: [aKey('anna')], at: T0 + HOUR }
      expect(await store.erase(order)).toEqual({ posts: 2, mentions: 2, authors: 1 })
      expect(await store.apply([post, ahead, aPostMentions(aPost({ nativeId: 'unknown', author: null }))])).toEqual([
        'erased',
        'erased',
        'erased',
      ])
      expect(await store.findAuthors('anna')).toEqual([])
    })

    it('expire removes posts older than the retention of their source only', async () => {
      const of = (nativeId: string, source: string, at: number) =>
        aPostMentions(aPost({ nativeId, source, at, text: `post ${nativeId}` }))
      const { store } = await aStore(harness, [of('1', 'a', T0), of('2', 'a', T0 + HOUR), of('3', 'b', T0)])
      expect(await store.expire([{ source: 'a', before: T0 + HOUR }])).toBe(1)
      expect((await allMentions(store)).map((m) => m.post.nativeId)).toEqual(['2', '3'])
      expect(await store.expire([{ source: 'a', before: T0 + HOUR }])).toBe(0)
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    })
  })
}
