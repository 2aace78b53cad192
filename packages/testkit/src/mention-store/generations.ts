import type { Mention, Post } from '@moodlight/core'
import type { MentionStore } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { aKey, aMention, anEngagement, aPost, aPostMentions, aPurge, aTombstone, HOUR, T0 } from '../builders.ts'
import { all, allMentions, countsOf, portDump } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const WHO = { at: T0 + HOUR, who: 'test' }

const aPostOf = (i: number, part: Parameters<typeof aPost>[0] = {}): Post =>
  aPost({ nativeId: `${i}`, text: `Post ${i} tells of word${i}`, at: T0 + i * 1000, author: `author-${i}`, ...part })
const labelled = (post: Post, generation: number, label: 'positive' | 'negative', mentions?: readonly Mention[]) =>
  aPostMentions(post, mentions ?? [aMention({ label })], {
    labelling: { generation },
    origin: { offset: post.revision },
  })
const ten = Array.from({ length: 10 }, (_, i) => aPostOf(i))
const byPerson = (label: 'positive' | 'negative'): Mention['sentiment'] =>
  ({ ...aMention({ label }).sentiment, origin: { by: 'person', who: 'eva', at: T0 } }) as Mention['sentiment']

const labelsOf = async (store: MentionStore) =>
  Object.fromEntries((await allMentions(store)).map(({ post, mention }) => [post.nativeId, mention.sentiment.label]))
/** Moves on what was stored before the generation began, as a replay does. */
async function fill(store: MentionStore, generation: number): Promise<void> {
  for (const { post } of await all((cursor) => store.posts({}, { limit: 7, ...(cursor && { cursor }) })))
    await store.apply([labelled(post, generation, 'negative')])
}

/** A second labelling of all posts beside the active one. */
export function generationLaws(harness: MentionStoreHarness): void {
  describe('generations', () => {
    it('one that is being made is unseen; after the switch it is all that is seen, as if there had never been another', async () => {
      const copies = [20, 21].map((i) => aPostOf(i, { text: 'the same story in both of the posts', author: 'copyist' }))
      const { store, reopen } = await aStore(
        harness,
        ten.map((post) => labelled(post, 1, 'positive')),
      )
      expect(await store.generations()).toMatchObject({ active: 1, kept: [1] })
      expect(await store.beginGeneration()).toBe(2)
      expect(await store.beginGeneration()).toBe(2)
      await store.apply(copies.map((post) => labelled(post, 1, 'positive')))
      const before = await portDump(store)
      const changes = await store.changes(0, 1000)
      await fill(store, 2)
      expect(await portDump(store)).toEqual(before.map(sameBytes(await portDump(store))))
      expect(await store.changes(0, 1000)).toEqual(changes)
      expect((await store.post('test:3', 2))?.mentions[0]?.sentiment.label).toBe('negative')
      expect(
        await all((cursor) => store.posts({}, { limit: 5, generation: 2, ...(cursor && { cursor }) })),
      ).toHaveLength(12)
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
      await store.switchGeneration(2, WHO)
      await store.switchGeneration(2, WHO)
      expect(await store.generations()).toMatchObject({ active: 2, kept: [1, 2] })
      await store.dropGeneration(1)
      await store.dropGeneration(1)
      const marks = (await store.journal({ from: 0, to: T0 + 9 * HOUR })).filter(({ ref }) => ref === 'generation 2')
      expect(marks).toMatchObject([{ kind: 'model', at: WHO.at, by: 'test' }])
      const { store: fresh } = await aStore(
        harness,
        [...ten, ...copies].map((post) => labelled(post, 1, 'negative')),
      )
      const plain = (lines: readonly string[]) =>
        lines.map((line) => line.replaceAll('"generation":1', '"generation":2').replace(/"(stamp|n)":\d+/g, ''))
      expect(plain(await portDump(store))).toEqual(plain(await portDump(fresh)))
      expect(await countsOf(store, 'ing')).toMatchObject([{ label: 'negative', mentions: 12, votes: 11 }])
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
      const again = await reopen()
      expect(await again.generations()).toMatchObject({ active: 2, kept: [2] })
      expect(await labelsOf(again)).toMatchObject({ 0: 'negative', 20: 'negative' })
    })

    it('posts, edits, deletions, purges, erasures and labels of people reach both', async () => {
      const { store } = await aStore(
        harness,
        ten.map((post) => labelled(post, 1, 'positive')),
      )
      await store.beginGeneration()
      await fill(store, 2)
      const edited = { ...aPostOf(1), revision: 5, text: 'An edit that says anotherword' }
      await store.apply([
        labelled(aPostOf(11), 1, 'positive'),
        labelled(edited, 1, 'positive'),
        aTombstone('test:2'),
        aPurge('author-3', T0 + HOUR),
        anEngagement('test:5', T0 + HOUR, { likes: 7 }),
      ])
      await store.apply([
        aPostMentions(aPostOf(6), [aMention({ sentiment: byPerson('positive') })], {
          labelling: { enrichmentVersion: 2 },
        }),
      ])
      await store.erase({ posts: ['test:4'], authors: [], at: T0 })
      for (const id of ['test:2', 'test:3', 'test:4']) expect(await store.post(id, 2)).toBeNull()
      // What is taken over says so, until it is labelled.
      expect((await store.post('test:11', 2))?.labelling).toMatchObject({ generation: 2, enrichmentVersion: 0 })
      expect((await store.post('test:1', 2))?.labelling).toMatchObject({ generation: 2, enrichmentVersion: 0 })
      expect(await store.apply([labelled(edited, 2, 'negative'), labelled(aPostOf(2), 2, 'negative')])).toEqual([
        'applied',
        'erased',
      ])
      await store.switchGeneration(2, WHO)
      expect(await labelsOf(store)).toEqual({
        0: 'negative',
        1: 'negative',
        5: 'negative',
        6: 'positive',
        7: 'negative',
        8: 'negative',
        9: 'negative',
        11: 'positive',
      })
      expect(await allMentions(store, { words: [['anotherword']] })).toHaveLength(1)
      expect(await allMentions(store, { words: [['word1']] })).toHaveLength(0)
      expect((await store.post('test:5'))?.post.engagement.likes).toBe(7)
      expect((await store.post('test:6'))?.mentions[0]?.sentiment.origin.by).toBe('person')
      expect(await store.stats()).toMatchObject({ posts: 8, mentions: 8, generation: 2 })
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    })

    it('a label of a person that came before is kept when the post comes into a new generation', async () => {
      const { store } = await aStore(harness, [labelled(aPostOf(1), 1, 'negative')])
      const told = aPostMentions(aPostOf(1), [aMention({ sentiment: byPerson('positive') })], {
        labelling: { enrichmentVersion: 2 },
      })
      await store.apply([told])
      const generation = await store.beginGeneration()
      await store.apply([labelled(aPostOf(1), generation, 'negative')])
      expect((await store.post('test:1', generation))?.mentions[0]?.sentiment).toEqual(byPerson('positive'))
    })

    it('a post that is edited before it is moved on keeps the time of its first hearing', async () => {
      const heard = (revision: number, at: number) => aPostOf(1, { revision, at, atFrom: 'seen' })
      const { store } = await aStore(harness, [labelled(heard(0, T0), 1, 'positive')])
      const generation = await store.beginGeneration()
      await store.apply([labelled(heard(1, T0 + HOUR), 1, 'positive')])
      const { post } = (await store.post('test:1'))!
      expect(post).toMatchObject({ revision: 1, at: T0 })
      await store.apply([labelled({ ...post, at: T0 + HOUR }, generation, 'negative')])
      await store.apply([labelled(post, generation, 'negative')])
      await store.switchGeneration(generation, WHO)
      expect(await allMentions(store)).toMatchObject([{ post: { revision: 1, at: T0 } }])
      expect(await countsOf(store, 'ing')).toMatchObject([{ bucket: T0, label: 'negative', mentions: 1 }])
    })

    it('what was labelled for the former one and comes late is taken in, and replaces nothing but older revisions', async () => {
      const { store } = await aStore(harness, [labelled(aPostOf(1), 1, 'positive')])
      const generation = await store.beginGeneration()
      await fill(store, generation)
      await store.switchGeneration(generation, WHO)
      for (const dropped of [false, true]) {
        if (dropped) await store.dropGeneration(1)
        const fresh = aPostOf(dropped ? 3 : 2)
        expect(await store.apply([labelled(fresh, 1, 'positive'), labelled(aPostOf(1), 1, 'positive')])).toEqual([
          'applied',
          'superseded',
        ])
        expect((await store.post(fresh.id))?.mentions[0]?.sentiment.label).toBe('positive')
        expect((await store.post('test:1'))?.mentions[0]?.sentiment.label).toBe('negative')
        await store.apply([labelled(fresh, generation, 'negative')])
        expect((await store.post(fresh.id))?.mentions[0]?.sentiment.label).toBe('negative')
      }
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    })

    it('a switch to what is not there or not whole is refused; what was dropped takes nothing, and its number never comes again', async () => {
      const { store } = await aStore(
        harness,
        ten.map((post) => labelled(post, 1, 'positive')),
      )
      await expect(store.switchGeneration(2, WHO)).rejects.toMatchObject({ code: 'ML_STORE_GENERATION' })
      await expect(store.dropGeneration(1)).rejects.toMatchObject({ code: 'ML_STORE_GENERATION' })
      expect(await store.apply([labelled(aPostOf(1), 2, 'negative')])).toEqual(['superseded'])
      await store.beginGeneration()
      await store.apply([labelled(aPostOf(1), 2, 'negative')])
      await expect(store.switchGeneration(2, WHO)).rejects.toMatchObject({ code: 'ML_STORE_GENERATION' })
      const before = await portDump(store)
      await store.dropGeneration(2)
      expect(await store.apply([labelled(aPostOf(2), 2, 'negative')])).toEqual(['superseded'])
      expect((await portDump(store)).slice(0, -1)).toEqual(before.slice(0, -1))
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
      expect(await store.beginGeneration()).toBe(3)
      expect((await store.generations()).kept).toEqual([1, 3])
    })

    it('deletions from before it began hold in it', async () => {
      const { store } = await aStore(harness, [labelled(aPostOf(1), 1, 'positive'), aTombstone('test:1')])
      const generation = await store.beginGeneration()
      expect(await store.apply([labelled(aPostOf(1), generation, 'negative')])).toEqual(['erased'])
      expect(await store.post('test:1', generation)).toBeNull()
    })

    it('pages that were begun before a switch go on after it: nothing is skipped, nothing repeated', async () => {
      const { store } = await aStore(
        harness,
        ten.map((post) => labelled(post, 1, 'positive')),
      )
      const mentions = await store.mentions({}, { limit: 4 })
      const posts = await store.posts({}, { limit: 4 })
      const generation = await store.beginGeneration()
      await fill(store, generation)
      await store.switchGeneration(generation, WHO)
      await store.dropGeneration(1)
      const rest = (cursor: string | null) => ({ limit: 100, cursor: cursor as string })
      const seen = [...mentions.items, ...(await store.mentions({}, rest(mentions.next))).items].map((m) => m.post.id)
      expect(seen).toEqual(ten.map(({ id }) => id).reverse())
      const read = [...posts.items, ...(await store.posts({}, rest(posts.next))).items].map((p) => p.post.id)
      expect(read).toEqual(ten.map(({ id }) => id))
    })

    it('retention counts a post once and takes it out of both; a purge refuses it in both', async () => {
      const { store } = await aStore(
        harness,
        ten.map((post) => labelled(post, 1, 'positive')),
      )
      const generation = await store.beginGeneration()
      await fill(store, generation)
      expect(await store.expire([{ source: 'test-source', before: T0 + 3000 }])).toBe(3)
      await store.apply([aPurge('author-5', T0 + HOUR)])
      expect(await store.apply([labelled(aPostOf(5), generation, 'negative')])).toEqual(['erased'])
      await store.switchGeneration(generation, WHO)
      expect(Object.keys(await labelsOf(store))).toEqual(['3', '4', '6', '7', '8', '9'])
      expect(await store.spread({ authors: [aKey('author-5')] })).toMatchObject({ authors: 0 })
    })
  })
}

/** Files grow with what is unseen: of the last line, the numbers of the store, the bytes are those of `now`. */
function sameBytes(now: readonly string[]) {
  const bytes = /"bytes":\d+/.exec(now.at(-1) ?? '')?.[0]
  return (line: string) => (bytes === undefined ? line : line.replace(/"bytes":\d+/, bytes))
}
