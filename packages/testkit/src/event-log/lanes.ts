import { describe, expect, it } from 'vitest'
import { bench, byNumber, type EventLogHarness, numbered, take, upTo } from './harness.ts'

export function laneLaws(harness: EventLogHarness): void {
  describe('lanes', () => {
    it('are read apart when the reader says which', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', [...numbered(10), ...numbered(10, 'background', 10)])
      const reader = await log.reader('g', 'posts')
      expect(byNumber(await take(reader, 100, { lanes: ['background'] }))).toEqual(upTo(20).slice(10))
      expect(byNumber(await take(reader, 100, { lanes: ['live'] }))).toEqual(upTo(10))
    })

    it('prefer live and never starve background', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', [...numbered(400, 'background', 400), ...numbered(400)])
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 200, { max: 40 })
      const live = records.filter((r) => r.position.lane === 'live').length
      expect(live).toBeGreaterThan(100)
      expect(live).toBeLessThan(200)
    })

    it('never starve background when records are read one by one, or are large', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', [...numbered(100), ...numbered(100, 'background', 100)])
      const large = JSON.stringify({ n: 1, t: 'x'.repeat(5000) })
      await log.append('mentions', [
        ...numbered(100),
        { key: 'net:1', value: large, lane: 'background' },
        { key: 'net:1', value: large, lane: 'background' },
      ])
      const one = await take(await log.reader('g', 'posts'), 40, { max: 1 })
      expect(new Set(one.map((r) => r.position.lane)).size).toBe(2)
      const reader = await log.reader('g', 'mentions')
      const lanes = new Set<string>()
      for (let i = 0; i < 8; i++)
        for (const r of await reader.next({ max: 20, maxBytes: 100, waitMs: 0 })) lanes.add(r.position.lane)
      expect(lanes.size).toBe(2)
    })

    it('leave to each other what one has no use for', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(50, 'background'))
      const reader = await log.reader('g', 'posts')
      expect(await reader.next({ max: 50, waitMs: 0 })).toHaveLength(50)
      await log.append('posts', numbered(50))
      expect(await reader.next({ max: 50, waitMs: 0 })).toHaveLength(50)
    })
  })
}
