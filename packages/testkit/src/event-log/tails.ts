import type { Tail, TailItem } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { bench, type EventLogHarness, numbered, numberOf, take, upTo } from './harness.ts'

async function read(tail: Tail, n: number, max = 1000): Promise<TailItem[]> {
  const items: TailItem[] = []
  while (items.length < n) {
    const got = await tail.next({ max, waitMs: items.length === 0 ? 10_000 : 200 })
    if (got.length === 0) break
    items.push(...got)
  }
  return items
}

const numbers = (items: readonly TailItem[]): number[] =>
  items.flatMap((item) => (item.kind === 'record' ? [numberOf(item.record)] : [])).sort((a, b) => a - b)

export function tailLaws(harness: EventLogHarness): void {
  describe('tail', () => {
    it('from `now` gives only what comes later, and wakes for it', async () => {
      const opened = await (await bench(harness)).open()
      await opened.log.append('posts', numbered(5))
      const tail = await opened.log.tail('posts', 'now')
      const waiting = tail.next({ max: 10, waitMs: 600_000 })
      await (await opened.connect()).append('posts', numbered(1, 'live', 5))
      expect(numbers(await waiting)).toEqual([5])
    })

    it('from `oldest` gives all of the live lane and nothing of background', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', [...numbered(20), ...numbered(20, 'background', 20)])
      expect(numbers(await read(await log.tail('posts', 'oldest'), 40, 7))).toEqual(upTo(20))
    })

    it('from the id of any item gives exactly what followed it', async () => {
      const { log } = await (await bench(harness)).open()
      for (let i = 0; i < 40; i += 4) await log.append('posts', numbered(4, 'live', i))
      const items = await read(await log.tail('posts', 'oldest'), 40, 9)
      for (const at of [0, 1, 13, 38, 39]) {
        const rest = await read(await log.tail('posts', items[at]!.id), 39 - at)
        expect(numbers(rest)).toEqual(numbers(items.slice(at + 1)))
      }
    })

    it('from an id goes on after a restart and a crash, without repeating', async () => {
      const place = await bench(harness)
      const first = await place.open()
      await first.log.append('posts', numbered(10))
      const items = await read(await first.log.tail('posts', 'oldest'), 10)
      await first.kill()
      const second = await place.open()
      await second.log.append('posts', numbered(5, 'live', 10))
      const more = await read(await second.log.tail('posts', items.at(-1)!.id), 5)
      expect(numbers(more)).toEqual(upTo(15).slice(10))
      expect(more.every((item) => item.kind === 'record')).toBe(true)
    })

    it('keeps the order per key', async () => {
      const { log } = await (await bench(harness)).open()
      for (let i = 0; i < 100; i += 10) await log.append('posts', numbered(10, 'live', i))
      const seen = new Map<string, number>()
      for (const item of await read(await log.tail('posts', 'oldest'), 100, 13)) {
        if (item.kind !== 'record') throw new Error('a gap where none is')
        expect(numberOf(item.record)).toBeGreaterThan(seen.get(item.record.key) ?? -1)
        seen.set(item.record.key, numberOf(item.record))
      }
    })

    it('has no effect on groups, nor on other tails', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(10))
      expect(await read(await log.tail('posts', 'oldest'), 10)).toHaveLength(10)
      expect(await read(await log.tail('posts', 'oldest'), 10)).toHaveLength(10)
      expect(await log.lag()).toEqual([])
      expect(await take(await log.reader('g', 'posts'), 10)).toHaveLength(10)
    })

    it('refuses what is no id of this topic with ML_QUERY_CURSOR', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('mentions', numbered(1))
      const [item] = await read(await log.tail('mentions', 'oldest'), 1)
      for (const id of ['', 'x', '-1', '99999', item!.id.slice(0, 3), `${item!.id}!`, item!.id])
        await expect(log.tail('posts', id), id).rejects.toMatchObject({ code: 'ML_QUERY_CURSOR' })
    })

    it('gives ids of printable ASCII, which fit a header', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(3))
      for (const item of await read(await log.tail('posts', 'oldest'), 3)) expect(item.id).toMatch(/^[!-~]{1,500}$/)
    })

    it('stops waiting when the signal aborts', async () => {
      const { log } = await (await bench(harness)).open()
      const abort = new AbortController()
      const waiting = (await log.tail('posts', 'now')).next({ max: 1, waitMs: 600_000, signal: abort.signal })
      abort.abort()
      expect(await waiting).toEqual([])
    })
  })
}
