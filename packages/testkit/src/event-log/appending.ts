import { describe, expect, it } from 'vitest'
import { bench, byNumber, type EventLogHarness, numbered, place, take, upTo } from './harness.ts'

export function appendingLaws(harness: EventLogHarness): void {
  describe('append', () => {
    it('returns the positions of the records in order, and offsets rise within a partition', async () => {
      const { log } = await (await bench(harness)).open()
      const records = numbered(50)
      const positions = await log.append('posts', records)
      expect(positions).toHaveLength(50)
      const last = new Map<string, number>()
      for (const p of positions) {
        const stream = `${p.lane}/${p.partition}`
        expect(p.offset).toBeGreaterThan(last.get(stream) ?? -1)
        last.set(stream, p.offset)
      }
      for (const [i, p] of positions.entries())
        expect(await log.read('posts', p)).toMatchObject({
          key: records[i]!.key,
          value: records[i]!.value,
          position: p,
        })
    })

    it('keeps the order per key within a lane, over many appends', async () => {
      const { log } = await (await bench(harness)).open()
      for (let i = 0; i < 300; i += 30) await log.append('posts', numbered(30, 'live', i))
      const seen = new Map<string, number>()
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 300, { max: 17 })
      expect(byNumber(records)).toEqual(upTo(300))
      for (const record of records) {
        const { n } = JSON.parse(record.value) as { n: number }
        expect(n).toBeGreaterThan(seen.get(record.key) ?? -1)
        seen.set(record.key, n)
      }
    })

    it('sends a key to the same partition always, also after a restart', async () => {
      const place = await bench(harness)
      const first = await place.open()
      const before = await first.log.append('posts', numbered(7))
      await first.close()
      const second = await place.open()
      const later = await second.log.append('posts', numbered(7, 'live', 7))
      expect(later.map((p) => p.partition)).toEqual(before.map((p) => p.partition))
      for (const [i, p] of later.entries()) expect(p.offset).toBeGreaterThan(before[i]!.offset)
    })

    it('puts one copy of a broadcast into every partition of its lane', async () => {
      const { log } = await (await bench(harness)).open()
      const [position] = await log.append('posts', [
        { key: 'tick', value: '{"tick":1}', lane: 'live', broadcast: true },
        { key: 'net:1', value: '{"n":1}', lane: 'live' },
      ])
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 1000)
      const copies = records.filter((r) => r.key === 'tick')
      const partitions = new Set(copies.map((r) => r.position.partition))
      expect(partitions.size).toBe(copies.length)
      expect(copies.length).toBeGreaterThan(1)
      expect([...partitions].sort((a, b) => a - b)).toEqual(upTo(copies.length))
      expect(copies.map((r) => place(r.position))).toContain(place(position!))
      expect(records).toHaveLength(copies.length + 1)
    })

    it('gives back every text as it was written', async () => {
      const { log } = await (await bench(harness)).open()
      const values = [
        '{}',
        '{"t":"می‌خواهم 银行 🏦👩‍👩‍👧"}',
        '{"t":"\\u0000\\ud800 \\" \\\\"}',
        ' ',
        '{"t":"\n\t\u007f"}',
      ]
      values.push(JSON.stringify({ t: '长'.repeat(200_000) }))
      const positions = await log.append(
        'mentions',
        values.map((value, i) => ({ key: `net:ключ-${i}`, value, lane: 'live' as const })),
      )
      for (const [i, p] of positions.entries()) expect((await log.read('mentions', p))?.value).toBe(values[i])
    })

    it('has the records after a crash once append has resolved', async () => {
      const place = await bench(harness)
      const first = await place.open()
      const positions = await first.log.append('posts', numbered(20))
      await first.kill()
      const second = await place.open()
      for (const p of positions) expect(await second.log.read('posts', p)).not.toBeNull()
      const [next] = await second.log.append('posts', numbered(1))
      expect(positions.map((p) => `${p.partition}/${p.offset}`)).not.toContain(`${next!.partition}/${next!.offset}`)
    })

    it('takes appends of several clients at once, each exactly once', async () => {
      const opened = await (await bench(harness)).open()
      const clients = [opened.log, await opened.connect(), await opened.connect()]
      await Promise.all(upTo(30).map((i) => clients[i % clients.length]!.append('posts', numbered(10, 'live', i * 10))))
      const reader = await opened.log.reader('g', 'posts')
      expect(byNumber(await take(reader, 1000))).toEqual(upTo(300))
    })

    it('appends nothing and counts in the ledger all the same', async () => {
      const { log } = await (await bench(harness)).open()
      const row = { stage: 'ingest', source: 's', lane: 'live' as const, outcome: 'drop' as const, reason: 'no-brand' }
      expect(await log.append('posts', [], [{ ...row, n: 3 }])).toEqual([])
      expect(await log.ledger()).toEqual([{ ...row, n: 3 }])
    })

    it('keeps topics apart', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(3))
      const reader = await log.reader('g', 'mentions')
      expect(await reader.next({ max: 10, waitMs: 50 })).toEqual([])
    })

    it('reads null where nothing is', async () => {
      const { log } = await (await bench(harness)).open()
      expect(await log.read('posts', { lane: 'live', partition: 0, offset: 99 })).toBeNull()
      expect(await log.read('posts', { lane: 'background', partition: 9999, offset: 0 })).toBeNull()
    })

    it('refuses calls after close with ML_LOG_CLOSED', async () => {
      const opened = await (await bench(harness)).open()
      const reader = await opened.log.reader('g', 'posts')
      const waiting = expect(reader.next({ max: 1, waitMs: 60_000 })).rejects.toMatchObject({ code: 'ML_LOG_CLOSED' })
      await opened.close()
      await waiting
      await expect(opened.log.append('posts', numbered(1))).rejects.toMatchObject({ code: 'ML_LOG_CLOSED' })
    })
  })
}
