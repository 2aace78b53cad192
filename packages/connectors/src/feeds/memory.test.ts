import { jsonFeedDocument } from '@moodlight/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type Items } from './memory.ts'
import { parseFeed } from './parse.ts'

const FEED = 'https://feed.example/'
const entries = (texts: Readonly<Record<string, string>>) =>
  parseFeed(
    Buffer.from(jsonFeedDocument(Object.entries(texts).map(([guid, html]) => ({ guid, html })))),
    undefined,
    FEED,
  ).entries

describe('what changed in a feed', () => {
  it('remembers a bounded number of items, those in the feed first', () => {
    const many = Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`g${i}`, `t${i}`]))
    const { next } = compare(entries(many), {}, {}, FEED, 0)
    expect(Object.keys(next).length).toBe(3_000)
    expect(JSON.stringify(next).length).toBeLessThan(400_000)
    expect(compare(entries({ g3999: 't3999' }), next, {}, FEED, 0).items).toEqual([])
  })

  /** A store that keeps the highest revision; an equal one changes nothing. */
  class Store {
    readonly kept = new Map<string, { text: string; revision: number }>()
    take(items: ReturnType<typeof compare>['items']) {
      for (const item of items) {
        if (item.kind !== 'post') continue
        const before = this.kept.get(item.nativeId)
        if (!before || (item.revision ?? 0) > before.revision)
          this.kept.set(item.nativeId, { text: item.text, revision: item.revision ?? 0 })
      }
    }
  }

  it('law: whatever is edited, and wherever it is killed, the store ends with the last text of each item', () => {
    const ids = fc.constantFrom('a', 'b', 'c')
    const step = fc.record({
      edits: fc.dictionary(ids, fc.constantFrom('x', 'y', 'z'), { noNullPrototype: true }),
      kill: fc.constantFrom('no', 'before delivery', 'after delivery'),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const store = new Store()
        const site: Record<string, string> = {}
        let known: Items = {}
        let pending: Items = {}
        for (const { edits, kill } of [...steps, { edits: {}, kill: 'no' }]) {
          Object.assign(site, edits)
          const found = compare(entries(site), known, pending, FEED, 0)
          // The order of poll.ts: what is pending is written first, then the items, then what is known.
          pending = { ...pending, ...found.pending }
          if (kill === 'before delivery') continue
          store.take(found.items)
          if (kill === 'after delivery') continue
          known = found.next
          pending = {}
        }
        const texts = [...store.kept.values()].map((v) => v.text).sort()
        expect(texts).toEqual(Object.values(site).sort())
      }),
      { numRuns: 500 },
    )
  })
})
