import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MentionView } from '../api/contract.ts'
import type { FeedState } from './feed-state.ts'
import { addLive, addStored, EMPTY_FEED, refill, release, retract } from './feed-state.ts'

/** The parts of a mention that the feed's order depends on. */
const mention = (post: number, brand = 'a', text = `post ${post}`): MentionView =>
  ({
    id: `${post}#${brand}`,
    post: String(post),
    brand,
    text,
    at: new Date(post * 1000).toISOString(),
    sentiment: { label: 'neutral', evidence: [] },
    matches: [],
  }) as unknown as MentionView

const posts = (state: FeedState) => state.shown.map((item) => item.post)
const waiting = (state: FeedState) => state.pending.map((item) => item.post)

describe('the feed', () => {
  test('law: while somebody reads, what is shown does not change its order, whatever arrives', () => {
    const arrivals = fc.array(fc.record({ post: fc.nat(12), brand: fc.constantFrom('a', 'b') }))
    fc.assert(
      fc.property(arrivals, (list) => {
        const before = addStored(EMPTY_FEED, [mention(5), mention(4), mention(3)])
        const after = list.reduce((feed, { post, brand }) => addLive(feed, mention(post, brand), true), before)
        expect(posts(after)).toEqual(posts(before))
      }),
    )
  })

  test('law: a post stands in it once, however often it arrives and however it is let in', () => {
    const steps = fc.array(fc.record({ post: fc.nat(8), hold: fc.boolean(), letIn: fc.boolean() }))
    fc.assert(
      fc.property(steps, (list) => {
        let feed = addStored(EMPTY_FEED, [mention(2), mention(1)])
        for (const { post, hold, letIn } of list) {
          feed = addLive(feed, mention(post), hold)
          if (letIn) feed = release(feed)
        }
        const all = [...waiting(feed), ...posts(feed)]
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  test('two brands in one post are one item', () => {
    const feed = addLive(addLive(EMPTY_FEED, mention(1, 'a'), false), mention(1, 'b'), false)
    expect(feed.shown).toHaveLength(1)
    expect(feed.shown[0]?.mentions.map((one) => one.brand)).toEqual(['a', 'b'])
  })

  test('an edit takes its place', () => {
    const feed = addLive(addStored(EMPTY_FEED, [mention(2), mention(1)]), mention(1, 'a', 'edited'), false)
    expect(posts(feed)).toEqual(['2', '1'])
    expect(feed.shown[1]?.mentions[0]?.text).toBe('edited')
  })

  test('a deletion keeps the place and takes the text, also from those that wait', () => {
    let feed = addStored(EMPTY_FEED, [mention(2), mention(1)])
    feed = addLive(feed, mention(3), true)
    feed = retract(retract(feed, '1', null), '3', null)
    expect(posts(feed)).toEqual(['2', '1'])
    expect(feed.shown[1]).toMatchObject({ removed: true, mentions: [{ text: '' }] })
    expect(waiting(feed)).toEqual([])
  })

  test('a retraction of one brand leaves the other', () => {
    const feed = retract(addStored(EMPTY_FEED, [mention(1, 'a'), mention(1, 'b')]), '1', ['a'])
    expect(feed.shown[0]).toMatchObject({ removed: false, mentions: [{ brand: 'b' }] })
  })

  test('more waiting than can be kept is said, so that the feed is loaded again instead of hiding a gap', () => {
    const many = Array.from({ length: 201 }, (_, i) => mention(i))
    const feed = many.reduce((state, one) => addLive(state, one, true), EMPTY_FEED)
    expect(feed).toMatchObject({ pendingOverflow: true, pending: { length: 200 } })
    expect(release(feed).pendingOverflow).toBe(false)
  })

  test('history that is filled in later takes its place by time', () => {
    const feed = addLive(addStored(EMPTY_FEED, [mention(3)]), mention(9), false)
    expect(posts(refill(feed, [mention(5), mention(3), mention(1)]))).toEqual(['9', '5', '3', '1'])
  })
})
