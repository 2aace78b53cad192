import { describe, expect, it } from 'vitest'
import { aMention, aPost, aPostMentions, T0 } from '../builders.ts'
import { allMentions, countsOf, portDump } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const two = (revision: number, brands: readonly string[], offset = revision) =>
  aPostMentions(
    aPost({ revision, text: `Revision ${revision} names ${brands.join(' and ')}` }),
    brands.map((brand) => aMention({ brand })),
    { origin: { offset } },
  )

/** The greatest version decides, whatever the order. */
export function versionLaws(harness: MentionStoreHarness): void {
  describe('versions', () => {
    it.each([
      ['in order', [0, 1]],
      ['the later first', [1, 0]],
    ])('revision 1 names A and B, revision 2 only B: B stays, %s', async (_name, order) => {
      const events = [two(1, ['brand-a', 'brand-b']), two(2, ['brand-b'])]
      const { store } = await aStore(harness)
      const results = []
      for (const i of order) results.push(...(await store.apply([events[i]!])))
      expect(results).toEqual(order[0] === 0 ? ['applied', 'applied'] : ['applied', 'superseded'])
      expect((await allMentions(store)).map((m) => m.mention.brand)).toEqual(['brand-b'])
      expect(await countsOf(store, 'brand-a')).toEqual([])
      expect(await countsOf(store, 'brand-b')).toMatchObject([{ mentions: 1, votes: 1 }])
      expect(await allMentions(store, { words: [['revision', '1']] })).toEqual([])
      expect(await allMentions(store, { words: [['revision', '2']] })).toHaveLength(1)
    })

    it.each([
      ['in order', [0, 1, 2]],
      ['the latest first', [2, 1, 0]],
      ['the first last', [1, 2, 0]],
    ])('edits without a time of their own leave the post where it was first heard, %s', async (_name, order) => {
      const heard = (revision: number, at: number) =>
        aPostMentions(aPost({ revision, at, atFrom: 'seen', text: `Revision ${revision}` }), [aMention()], {
          origin: { offset: revision },
        })
      const events = [heard(0, T0), heard(1, T0 + 3_600_000), heard(2, T0 + 7_200_000)]
      const { store } = await aStore(harness)
      for (const i of order) await store.apply([events[i]!])
      expect(await allMentions(store)).toMatchObject([{ post: { revision: 2, at: T0, atFrom: 'seen' } }])
      expect(await countsOf(store, 'ing')).toMatchObject([{ bucket: T0, mentions: 1, votes: 1 }])
    })

    it('a time of the source beats one of hearing', async () => {
      const told = aPostMentions(aPost({ revision: 0, at: T0 + 60_000 }), [aMention()])
      const edit = aPostMentions(aPost({ revision: 1, at: T0, atFrom: 'seen' }), [aMention()], {
        origin: { offset: 1 },
      })
      for (const events of [
        [told, edit],
        [edit, told],
      ]) {
        const { store } = await aStore(harness, events)
        expect(await allMentions(store)).toMatchObject([{ post: { revision: 1, at: T0 + 60_000, atFrom: 'source' } }])
      }
    })

    it('a new enrichment version of an unedited post replaces labels and counts', async () => {
      const post = aPost()
      const { store } = await aStore(harness, [aPostMentions(post, [aMention({ label: 'positive' })])])
      const next = aPostMentions(post, [aMention({ label: 'negative' })], { labelling: { enrichmentVersion: 2 } })
      expect(await store.apply([next])).toEqual(['applied'])
      expect(await countsOf(store, 'ing')).toMatchObject([{ label: 'negative', mentions: 1, votes: 1 }])
      expect((await store.post(post.id))?.labelling.enrichmentVersion).toBe(2)
    })

    it('an edit beats any enrichment version of the former revision', async () => {
      const old = aPostMentions(aPost({ revision: 3 }), [aMention()], { labelling: { enrichmentVersion: 8000 } })
      const edited = aPostMentions(aPost({ revision: 4, text: 'edited' }), [], { origin: { offset: 1 } })
      const { store } = await aStore(harness, [old])
      expect(await store.apply([edited, old])).toEqual(['applied', 'superseded'])
      expect((await store.post(old.post.id))?.post.text).toBe('edited')
    })

    it('the same log record again is applied, the same version from another record is a duplicate', async () => {
      const event = aPostMentions(aPost(), [aMention()], { origin: { offset: 7 } })
      const { store } = await aStore(harness)
      expect(await store.apply([event])).toEqual(['applied'])
      const before = await portDump(store)
      const other = { ...event, origin: { ...event.origin, offset: 8 } }
      expect(await store.apply([event, other, { ...event, enrichedAt: T0 + 99 }])).toEqual([
        'applied',
        'duplicate',
        'applied',
      ])
      expect(await portDump(store)).toEqual(before)
    })

    it('an emptied list of mentions retracts them and keeps the post', async () => {
      const { store } = await aStore(harness, [two(1, ['brand-a', 'brand-b'])])
      await store.apply([aPostMentions(aPost({ revision: 2, text: 'names nobody' }), [])])
      expect(await allMentions(store)).toEqual([])
      expect(await countsOf(store, 'brand-a')).toEqual([])
      expect((await store.post('test:1'))?.mentions).toEqual([])
      expect(await store.stats()).toMatchObject({ posts: 1, mentions: 0 })
    })

    it('several versions of one post in one batch', async () => {
      const { store } = await aStore(harness)
      const events = [two(1, ['brand-a']), two(3, ['brand-c']), two(2, ['brand-b'])]
      expect(await store.apply(events)).toEqual(['applied', 'applied', 'superseded'])
      expect((await allMentions(store)).map((m) => m.mention.brand)).toEqual(['brand-c'])
    })

    it('a label given by a person is kept when a machine labels anew, in either order', async () => {
      const post = aPost()
      const sentiment = {
        ...aMention({ label: 'negative' }).sentiment,
        origin: { by: 'person', who: 'eva', at: T0 },
      } as ReturnType<typeof aMention>['sentiment']
      const person = aPostMentions(post, [aMention({ sentiment })], { labelling: { enrichmentVersion: 2 } })
      const machine = aPostMentions(post, [aMention()], { labelling: { enrichmentVersion: 3 } })
      for (const events of [
        [person, machine],
        [machine, person],
      ]) {
        const { store } = await aStore(harness)
        for (const event of events) await store.apply([event])
        expect((await store.post(post.id))?.labelling.enrichmentVersion).toBe(3)
        expect((await store.post(post.id))?.mentions[0]?.sentiment).toEqual(sentiment)
        expect(await countsOf(store, 'ing')).toMatchObject([{ label: 'negative', mentions: 1 }])
      }
    })

    it('what was applied is there after closing and opening', async () => {
      const { store, reopen } = await aStore(harness, [two(1, ['brand-a', 'brand-b'])])
      const before = await portDump(store)
      expect(await portDump(await reopen())).toEqual(before)
    })

    it('64 and more brands in one post', async () => {
      const brands = Array.from({ length: 100 }, (_, i) => `brand-${i}`)
      const { store } = await aStore(harness, [
        aPostMentions(
          aPost(),
          brands.map((brand) => aMention({ brand })),
        ),
      ])
      expect((await allMentions(store, {}, 9)).map((m) => m.mention.brand).sort()).toEqual(brands.sort())
      await store.apply([aPostMentions(aPost({ revision: 1 }), [aMention({ brand: 'brand-5' })])])
      expect(await store.stats()).toMatchObject({ mentions: 1 })
    })

    it('lone surrogates, NUL and text of one character come back unchanged', async () => {
      const texts = ['a\u0000b ING', 'half \ud83d ING', '\udc00', 'x']
      const events = texts.map((text, i) => aPostMentions(aPost({ nativeId: `${i}`, text }), [aMention()]))
      const { store } = await aStore(harness, events)
      for (const [i, text] of texts.entries()) expect((await store.post(`test:${i}`))?.post.text).toBe(text)
      expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    })
  })
}
