import { describe, expect, it } from 'vitest'
import { after, bench, byNumber, commitOf, type EventLogHarness, numbered, take, upTo } from './harness.ts'

export function groupLaws(harness: EventLogHarness): void {
  describe('a group', () => {
    it('without commits starts at the oldest record, never at the end', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(10))
      const reader = await log.reader('late', 'posts')
      expect(byNumber(await take(reader, 100))).toEqual(upTo(10))
    })

    it('reads on its own: two groups each get everything', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(10))
      const a = await take(await log.reader('a', 'posts'), 100)
      const b = await take(await log.reader('b', 'posts'), 100)
      expect(byNumber(a)).toEqual(upTo(10))
      expect(byNumber(b)).toEqual(upTo(10))
    })

    it('hands out what follows, committed or not', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(30))
      const reader = await log.reader('g', 'posts')
      const first = await reader.next({ max: 10, waitMs: 0 })
      const second = await reader.next({ max: 100, waitMs: 0 })
      expect(byNumber([...first, ...second])).toEqual(upTo(30))
      await reader.commit(commitOf(first))
      expect(await reader.next({ max: 10, waitMs: 20 })).toEqual([])
    })

    it('answers at most `max` records, and about `maxBytes`, but always one', async () => {
      const { log } = await (await bench(harness)).open()
      const value = JSON.stringify({ n: 0, t: 'x'.repeat(10_000) })
      await log.append(
        'posts',
        upTo(20).map((i) => ({ key: `net:${i}`, value, lane: 'live' as const })),
      )
      const reader = await log.reader('g', 'posts')
      expect(await reader.next({ max: 3, waitMs: 0 })).toHaveLength(3)
      expect((await reader.next({ max: 100, maxBytes: 45_000, waitMs: 0 })).length).toBeLessThanOrEqual(5)
      expect(await reader.next({ max: 100, maxBytes: 1, waitMs: 0 })).toHaveLength(1)
    })

    it('gets everything again after a crash without a commit', async () => {
      const place = await bench(harness)
      const first = await place.open()
      await first.log.append('posts', numbered(25))
      const records = await take(await first.log.reader('g', 'posts'), 25)
      await first.kill()
      const second = await place.open()
      expect(byNumber(await take(await second.log.reader('g', 'posts'), 100))).toEqual(byNumber(records))
    })

    it('goes on after its commits when it comes back, in good order or after a crash', async () => {
      const place = await bench(harness)
      let seen: number[] = []
      for (const [round, end] of (['close', 'kill', 'close'] as const).entries()) {
        const opened = await place.open()
        await opened.log.append('posts', numbered(20, 'live', round * 20))
        const reader = await opened.log.reader('g', 'posts')
        const records = await take(reader, 20)
        await reader.commit(commitOf(records))
        seen = [...seen, ...byNumber(records)]
        await opened[end]()
      }
      expect(seen.sort((a, b) => a - b)).toEqual(upTo(60))
    })

    it('may commit a part of what it was handed; the rest comes again', async () => {
      const place = await bench(harness)
      const first = await place.open()
      await first.log.append('posts', numbered(20))
      const reader = await first.log.reader('g', 'posts')
      const records = await take(reader, 20)
      await reader.commit(commitOf(records.slice(0, 8)))
      await first.close()
      const second = await place.open()
      const rest = await take(await second.log.reader('g', 'posts'), 100)
      expect(byNumber(rest)).toEqual(byNumber(records.slice(8)))
    })

    it('refuses a commit that goes back, and nothing of it is kept', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(20))
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 20)
      await reader.commit(commitOf(records))
      const [one] = after(records)
      const stale = reader.commit({
        next: [{ ...one!, offset: one!.offset - 1 }],
        outputs: [{ topic: 'mentions', record: { key: 'net:1', value: '{"n":1}', lane: 'live' } }],
        ledger: [{ stage: 's', source: 'x', lane: 'live', outcome: 'ok', reason: '', n: 1 }],
      })
      await expect(stale).rejects.toMatchObject({ code: 'ML_LOG_COMMIT_STALE' })
      expect(await log.ledger()).toEqual([])
      if (harness.capabilities.atomicOutputs)
        expect(await (await log.reader('m', 'mentions')).next({ max: 1, waitMs: 20 })).toEqual([])
    })

    it('may say the same commit twice', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(5))
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 5)
      await reader.commit(commitOf(records))
      await reader.commit(commitOf(records))
      expect(await reader.next({ max: 5, waitMs: 20 })).toEqual([])
    })

    it('starts at its commits again after rewind', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(20))
      const reader = await log.reader('g', 'posts')
      const records = await take(reader, 20)
      await reader.commit(commitOf(records.slice(0, 5)))
      await reader.rewind()
      expect(byNumber(await take(reader, 100))).toEqual(byNumber(records.slice(5)))
    })

    it('wakes when something is appended', async () => {
      const opened = await (await bench(harness)).open()
      const other = await opened.connect()
      const reader = await opened.log.reader('g', 'posts')
      // Longer than the time limit of the test: a reader that only looks again later fails.
      const waiting = reader.next({ max: 10, waitMs: 600_000 })
      await other.append('posts', numbered(1))
      expect(byNumber(await waiting)).toEqual([0])
    })

    it('wakes when another reader commits outputs', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(1))
      const waiting = (await log.reader('index', 'mentions')).next({ max: 10, waitMs: 600_000 })
      const reader = await log.reader('enrich', 'posts')
      const [record] = await take(reader, 1)
      const output = {
        topic: 'mentions' as const,
        record: { key: record!.key, value: '{"n":7}', lane: 'live' as const },
      }
      await reader.commit({ next: after([record!]), outputs: [output], ledger: [] })
      expect(byNumber(await waiting)).toEqual([7])
    })

    it('stops waiting when the signal aborts, with an empty answer', async () => {
      const { log } = await (await bench(harness)).open()
      const reader = await log.reader('g', 'posts')
      const abort = new AbortController()
      const waiting = reader.next({ max: 1, waitMs: 600_000, signal: abort.signal })
      abort.abort()
      expect(await waiting).toEqual([])
      await log.append('posts', numbered(1))
      expect(byNumber(await take(reader, 1))).toEqual([0])
    })

    it('is remembered, with its lag, while nobody reads', async () => {
      const place = await bench(harness)
      const first = await place.open()
      await first.log.append('posts', [...numbered(6), ...numbered(4, 'background', 6)])
      const reader = await first.log.reader('g', 'posts')
      const live = await take(reader, 2, { lanes: ['live'] })
      await reader.commit(commitOf(live))
      await first.close()
      const second = await place.open()
      const lags = await second.log.lag()
      expect(lags.find((l) => l.lane === 'live')).toMatchObject({ group: 'g', topic: 'posts', records: 4 })
      expect(lags.find((l) => l.lane === 'background')).toMatchObject({ group: 'g', topic: 'posts', records: 4 })
      for (const one of lags) expect(one.ageMs).toBeGreaterThanOrEqual(0)
    })

    it('has no lag once all is committed', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(6))
      const reader = await log.reader('g', 'posts')
      await reader.commit(commitOf(await take(reader, 6)))
      for (const one of await log.lag()) expect(one).toMatchObject({ records: 0, ageMs: 0 })
    })
  })

  describe('a commit', () => {
    it('makes positions, outputs and ledger durable together', async () => {
      const place = await bench(harness)
      const first = await place.open()
      await first.log.append('posts', numbered(10))
      const reader = await first.log.reader('enrich', 'posts')
      const records = await take(reader, 10)
      const outputs = records.map(({ key, value }) => ({
        topic: 'mentions' as const,
        record: { key, value, lane: 'live' as const },
      }))
      const row = { stage: 'enrich', source: 's', lane: 'live' as const, outcome: 'ok' as const, reason: '', n: 10 }
      await reader.commit({ next: after(records), outputs, ledger: [row] })
      await first.kill()
      const second = await place.open()
      expect(await (await second.log.reader('enrich', 'posts')).next({ max: 10, waitMs: 20 })).toEqual([])
      expect(byNumber(await take(await second.log.reader('index', 'mentions'), 100))).toEqual(upTo(10))
      expect(await second.log.ledger()).toEqual([row])
    })

    it('adds to the sums of the ledger, apart by stage, source, lane, outcome and reason', async () => {
      const { log } = await (await bench(harness)).open()
      await log.append('posts', numbered(4))
      const reader = await log.reader('g', 'posts')
      const ok = { stage: 'a', source: 's', lane: 'live' as const, outcome: 'ok' as const, reason: '' }
      const drop = { ...ok, outcome: 'drop' as const, reason: 'empty' }
      for (let i = 0; i < 4; i++) {
        const next = after(await take(reader, 1))
        await reader.commit({
          next,
          outputs: [],
          ledger:
            i % 2
              ? [
                  { ...ok, n: i },
                  { ...drop, n: 1 },
                ]
              : [{ ...ok, n: i }],
        })
      }
      const rows = [...(await log.ledger())].sort((a, b) => a.outcome.localeCompare(b.outcome))
      expect(rows).toEqual([
        { ...drop, n: 2 },
        { ...ok, n: 6 },
      ])
    })
  })
}
