import { describe, expect, it } from 'vitest'
import {
  aHole,
  aKey,
  aMention,
  anAuthor,
  anEngagement,
  aPost,
  aPostMentions,
  aPurge,
  aSettings,
  aTick,
  aTombstone,
  HOUR,
  T0,
} from '../builders.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

/** What is kept beside posts. */
export function factLaws(harness: MentionStoreHarness): void {
  describe('facts beside posts', () => {
    it('the newest engagement wins in any order, also before the post', async () => {
      const { store } = await aStore(harness, [anEngagement('test:1', T0 + 5, { likes: 5 })])
      expect(
        await store.apply([
          anEngagement('test:1', T0 + 9, { likes: 9, views: 2 }),
          anEngagement('test:1', T0 + 7, { likes: 7 }),
        ]),
      ).toEqual(['applied', 'superseded'])
      const post = aPost({ engagement: { likes: 1, reposts: 4, replies: null, views: null } })
      await store.apply([aPostMentions(post), aPostMentions({ ...post, revision: 1 })])
      const counts = { likes: 9, reposts: 4, replies: null, views: 2 }
      expect((await store.post(post.id))?.post.engagement).toEqual(counts)
      expect((await store.mention(`${post.id}~ing`))?.post.engagement).toEqual(counts)
    })

    it('of two equally new engagements the same one wins in either order', async () => {
      const equal = [1, 2].map((likes) => anEngagement('test:1', T0, { likes }))
      const heard = []
      for (const events of [equal, equal.toReversed()]) {
        const { store } = await aStore(harness, [aPostMentions(), ...events])
        heard.push((await store.post('test:1'))?.post.engagement.likes)
      }
      expect(heard[0]).toBe(heard[1])
    })

    it('authors: the newest record wins, found by handle or name', async () => {
      const { store } = await aStore(harness, [
        anAuthor('anna', { handle: 'Anna_B', name: 'Anna Bakker', seenAt: T0 + 2 }),
        anAuthor('anna', { handle: 'old', seenAt: T0 + 1 }),
        anAuthor('other', { network: 'mastodon', handle: 'anna_b', name: null }),
        aPostMentions(),
      ])
      expect(await store.author(aKey('anna'))).toMatchObject({ handle: 'Anna_B' })
      expect(await store.findAuthors('@anna_b')).toHaveLength(2)
      expect(await store.findAuthors('anna_b', 'mastodon')).toMatchObject([{ key: aKey('other') }])
      expect(await store.findAuthors('anna bakker')).toMatchObject([{ key: aKey('anna') }])
      expect(await store.findAuthors('old')).toEqual([])
      expect(await store.mention('test:1~ing')).toMatchObject({ author: { name: 'Anna Bakker' } })
    })

    it('holes: the same id replaces, an end is not lost to a late beginning', async () => {
      const { store } = await aStore(harness, [
        aHole('h1', { to: T0 + HOUR }),
        aHole('h1'),
        aHole('h2', { from: T0 + 5 * HOUR, source: 'other' }),
      ])
      expect(await store.holes({ from: T0, to: T0 + 1 })).toMatchObject([{ id: 'h1', to: T0 + HOUR }])
      expect(await store.holes({ from: T0 + HOUR, to: T0 + 2 * HOUR })).toEqual([])
      expect(await store.holes({ from: T0 + 9 * HOUR, to: T0 + 10 * HOUR })).toMatchObject([{ id: 'h2', to: null }])
      expect(await store.holes({ from: 0, to: T0 + 10 * HOUR, sources: ['test-source'] })).toHaveLength(1)
      expect(await store.journal({ from: 0, to: T0 + 10 * HOUR })).toMatchObject([
        { kind: 'hole', ref: 'h1' },
        { kind: 'hole', ref: 'h2' },
      ])
    })

    it('the journal marks changes of settings once and new models after the first', async () => {
      const settings = aSettings(3, [
        { kind: 'brand', id: 'ing', value: { id: 'ing' } },
        { kind: 'rule', id: 'r1', value: null },
      ])
      const of = (nativeId: string, modelHash: string, enrichmentVersion: number) =>
        aPostMentions(aPost({ nativeId }), [aMention()], {
          labelling: { modelHash, enrichmentVersion },
          enrichedAt: T0 + 100 + enrichmentVersion,
        })
      const { store } = await aStore(harness, [
        settings,
        settings,
        of('1', 'm1', 1),
        of('2', 'm1', 1),
        of('3', 'm2', 2),
      ])
      expect(await store.journal({ from: T0, to: T0 + HOUR })).toMatchObject([
        { kind: 'brand', ref: 'ing', text: 'brand ing added', by: 'test' },
        { kind: 'rule', ref: 'r1', text: 'rule r1 removed' },
        { kind: 'model', ref: 'm2' },
      ])
    })

    it('changes are numbered; each tells what to read again', async () => {
      const { store } = await aStore(harness, [aPostMentions(), aHole('h'), aSettings(1, [])])
      const first = await store.changes(0, 100)
      expect(first.map((c) => [c.kind, c.ref])).toEqual([
        ['post', 'test:1'],
        ['hole', 'h'],
        ['settings', '1'],
      ])
      expect(first.map((c) => c.n)).toEqual(first.map((c) => c.n).toSorted((a, b) => a - b))
      await store.apply([
        aPostMentions(aPost({ nativeId: '2', author: 'bob' })),
        anEngagement('test:2', T0, { likes: 1 }),
        aTombstone('test:1'),
        aPurge('anna', T0),
      ])
      const rest = await store.changes(first.at(-1)!.n, 100)
      expect(rest.map((c) => [c.kind, c.ref])).toEqual([
        ['post', 'test:2'],
        ['engagement', 'test:2'],
        ['tombstone', 'test:1'],
        ['purge', aKey('anna')],
      ])
      expect(await store.changes(first[0]!.n, 1)).toHaveLength(1)
      expect(await store.changes(rest.at(-1)!.n, 100)).toEqual([])
    })

    it('stats: posts, mentions, the newest time of every source heard', async () => {
      const { store } = await aStore(harness, [
        aPostMentions(aPost({ nativeId: '1', source: 'a' })),
        aPostMentions(aPost({ nativeId: '2', source: 'b', at: T0 + HOUR }), []),
        aTick(T0 + 2 * HOUR),
      ])
      expect(await store.stats()).toMatchObject({
        posts: 2,
        mentions: 1,
        tombstones: 0,
        oldest: T0,
        newest: T0 + HOUR,
        generation: 1,
        sources: [
          { source: 'a', newest: T0, posts: 1 },
          { source: 'b', newest: T0 + HOUR, posts: 1 },
        ],
      })
      expect((await store.stats()).bytes).toBeGreaterThan(0)
    })

    it('unknown ids give null', async () => {
      const { store } = await aStore(harness, [aPostMentions()])
      expect(await store.post('test:2')).toBeNull()
      for (const id of ['test:1', 'test:1~rabo', 'test:2~ing', '~', '']) expect(await store.mention(id)).toBeNull()
      expect(await store.author(aKey('nobody'))).toBeNull()
    })
  })
}
