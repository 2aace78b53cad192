import type { NewRecord } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { bench, type EventLogHarness, take } from './harness.ts'

const A = `a_${'1'.repeat(32)}`
const B = `a_${'2'.repeat(32)}`

const post = (key: string, author: string, more: object = {}): NewRecord => ({
  key,
  value: JSON.stringify({ type: 'post', id: key, author: { key: author, handleKey: null }, ...more }),
  lane: 'live',
})

export function expungeLaws(harness: EventLogHarness): void {
  if (!harness.capabilities.expungesAtOnce)
    describe('expunge that waits for retention', () => {
      it('says when the last copy is gone, and takes nothing before', async () => {
        const { log } = await (await bench(harness)).open()
        const [position] = await log.append('posts', [post('n:1', A)])
        const before = Date.now()
        const { removed, goneBy } = await log.expunge({ keys: ['n:1'], authors: [] })
        expect(removed).toBe(0)
        expect(goneBy).toBeGreaterThan(before)
        expect(await log.read('posts', position!)).toMatchObject({ key: 'n:1' })
      })
    })

  if (harness.capabilities.expungesAtOnce)
    describe('expunge', () => {
      it('removes records by key from every topic and lane, and nothing else', async () => {
        const { log } = await (await bench(harness)).open()
        const p = await log.append('posts', [post('n:1', A), post('n:2', A), { ...post('n:1', A), lane: 'background' }])
        const m = await log.append('mentions', [post('n:1', A), post('n:12', A)])
        expect(await log.expunge({ keys: ['n:1'], authors: [] })).toEqual({ removed: 3, goneBy: null })
        expect(await Promise.all(p.map((x) => log.read('posts', x)))).toMatchObject([null, { key: 'n:2' }, null])
        expect(await Promise.all(m.map((x) => log.read('mentions', x)))).toMatchObject([null, { key: 'n:12' }])
        expect(await log.expunge({ keys: ['n:1'], authors: [] })).toEqual({ removed: 0, goneBy: null })
      })

      it('removes what an author wrote, alone or inside mentions, and the record of the author', async () => {
        const { log } = await (await bench(harness)).open()
        const mention = { type: 'mentions', post: { id: 'n:1', author: { key: A } }, mentions: [] }
        const author = { type: 'author', key: A, handle: '@someone' }
        const gone = [post('n:1', A), { key: 'n:1', value: JSON.stringify(mention), lane: 'live' as const }]
        gone.push({ key: A, value: JSON.stringify(author), lane: 'live' })
        // Answers of others, other authors, and the purge that tells the store, stay.
        const purge = JSON.stringify({ type: 'author-purge', author: A, until: 1 })
        const kept = [
          post('n:3', B, { replyToAuthor: A }),
          post('n:4', B),
          { key: A, value: purge, lane: 'live' as const },
        ]
        await log.append('posts', [...gone, ...kept])
        expect((await log.expunge({ keys: [], authors: [A] })).removed).toBe(3)
        const left = await take(await log.reader('g', 'posts'), 100)
        expect(left.map((r) => r.value).sort()).toEqual(kept.map((r) => r.value).sort())
      })

      it('is passed over by groups, tails and lag', async () => {
        const { log } = await (await bench(harness)).open()
        const reader = await log.reader('g', 'posts')
        await log.append('posts', [post('n:1', A), post('n:1', B), post('n:1', A), post('n:2', B), post('n:1', A)])
        await log.expunge({ keys: [], authors: [A] })
        expect((await log.lag()).find((l) => l.lane === 'live')?.records).toBe(2)
        const items = await (await log.tail('posts', 'oldest')).next({ max: 10, waitMs: 500 })
        expect(items.map((i) => i.kind)).toEqual(['record', 'record'])
        const records = await take(reader, 100, { max: 1 })
        expect(records.map((r) => r.key).sort()).toEqual(['n:1', 'n:2'])
        await log.expunge({ keys: ['n:1', 'n:2'], authors: [] })
        expect((await log.lag()).find((l) => l.lane === 'live')).toMatchObject({ records: 0, ageMs: 0 })
      })

      it('stays so after a restart', async () => {
        const place = await bench(harness)
        const first = await place.open()
        const [position] = await first.log.append('posts', [post('n:1', A)])
        await first.log.expunge({ keys: ['n:1'], authors: [] })
        await first.kill()
        const second = await place.open()
        expect(await second.log.read('posts', position!)).toBeNull()
      })
    })
}
