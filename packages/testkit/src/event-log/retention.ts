import { describe, expect, it } from 'vitest'
import { bench, byNumber, commitOf, type EventLogHarness, eventually, numbered, place, take, upTo } from './harness.ts'

export function retentionLaws(harness: EventLogHarness): void {
  if (harness.capabilities.retentionWaitsForGroups)
    describe('retention that waits for groups', () => {
      it('never takes what a registered group has not committed, also while nobody reads', async () => {
        const folder = await bench(harness)
        const first = await folder.open({ retention: 'off' })
        await first.log.reader('g', 'posts')
        const positions = await first.log.append('posts', numbered(40))
        const unheld = await first.log.append('mentions', numbered(1))
        await first.close()
        const second = await folder.open({ retention: 'eager' })
        // Retention has been at work: what nobody holds is gone.
        await eventually(async () => (await second.log.read('mentions', unheld[0]!)) === null)
        for (const p of positions) expect(await second.log.read('posts', p)).not.toBeNull()
        expect(byNumber(await take(await second.log.reader('g', 'posts'), 40))).toEqual(upTo(40))
      })

      it('takes what every group has committed', async () => {
        const { log } = await (await bench(harness)).open({ retention: 'eager' })
        const a = await log.reader('a', 'posts')
        const b = await log.reader('b', 'posts')
        const positions = await log.append('posts', numbered(20))
        await a.commit(commitOf(await take(a, 20)))
        await b.commit(commitOf(await take(b, 20)))
        for (const p of positions) await eventually(async () => (await log.read('posts', p)) === null)
        const more = await log.append('posts', numbered(20, 'live', 20))
        // Offsets are never used again.
        expect(more.map(place).filter((p) => positions.map(place).includes(p))).toEqual([])
        expect(byNumber(await take(a, 20))).toEqual(upTo(40).slice(20))
      })
    })

  if (!harness.capabilities.retentionWaitsForGroups)
    describe('retention that waits for nobody', () => {
      it('is told to the group: ML_LOG_GAP with what is lost, again and again, until it is accepted', async () => {
        const folder = await bench(harness)
        const first = await folder.open({ retention: 'off' })
        const positions = await first.log.append('posts', numbered(40))
        const reader = await first.log.reader('g', 'posts')
        const records = await take(reader, 40)
        await reader.commit(commitOf(records.slice(0, 10)))
        await first.close()
        const eager = await folder.open({ retention: 'eager' })
        for (const p of positions) await eventually(async () => (await eager.log.read('posts', p)) === null)
        await eager.close()
        const third = await folder.open({ retention: 'off' })
        await third.log.append('posts', numbered(5, 'live', 40))
        for (const lag of await third.log.lag())
          expect(lag.timeToLossMs).toBe(lag.lane === 'live' ? 0 : lag.timeToLossMs)
        const again = await third.log.reader('g', 'posts')
        for (let i = 0; i < 2; i++)
          await expect(again.next({ max: 10, waitMs: 10_000 })).rejects.toMatchObject({
            code: 'ML_LOG_GAP',
            details: { group: 'g', topic: 'posts', lost: 30 },
          })
        const gap = await again.next({ max: 10, waitMs: 0 }).catch((error) => error)
        const row = {
          stage: 's',
          source: '-',
          lane: 'live' as const,
          outcome: 'dead' as const,
          reason: 'ML_LOG_GAP',
          n: 30,
        }
        await again.commit({ next: gap.details.resume, outputs: [], ledger: [row] })
        expect(byNumber(await take(again, 5))).toEqual(upTo(45).slice(40))
        expect(await third.log.ledger()).toEqual([row])
      })

      it('tells in the lag how long it is until the oldest record that was not committed goes', async () => {
        const { log } = await (await bench(harness)).open()
        await log.append('posts', numbered(5))
        const reader = await log.reader('g', 'posts')
        const records = await take(reader, 5)
        await reader.commit(commitOf(records.slice(0, 1)))
        const live = (await log.lag()).find((l) => l.lane === 'live')
        expect(live?.timeToLossMs).toBeGreaterThan(0)
        expect(live?.timeToLossMs).toBeLessThanOrEqual(28 * 86_400_000)
      })
    })

  describe('retention', () => {
    it('is not held by a tail: it gets a gap and goes on with what is kept', async () => {
      const folder = await bench(harness)
      const first = await folder.open({ retention: 'off' })
      const positions = await first.log.append('posts', numbered(20))
      const seen = await (await first.log.tail('posts', 'oldest')).next({ max: 5, waitMs: 500 })
      await first.close()
      const eager = await folder.open({ retention: 'eager' })
      for (const p of positions) await eventually(async () => (await eager.log.read('posts', p)) === null)
      await eager.close()
      const second = await folder.open({ retention: 'off' })
      await second.log.append('posts', numbered(3, 'live', 20))
      const tail = await second.log.tail('posts', seen.at(-1)!.id)
      const items = await tail.next({ max: 100, waitMs: 500 })
      expect(items.map((i) => i.kind)).toEqual(['gap', 'record', 'record', 'record'])
      const again = await (await second.log.tail('posts', items[0]!.id)).next({ max: 100, waitMs: 500 })
      expect(again.map((i) => i.kind)).toEqual(['record', 'record', 'record'])
    })

    it('lets a group that comes later start at the oldest record that is kept, without a gap', async () => {
      const folder = await bench(harness)
      const first = await folder.open({ retention: 'eager' })
      const [old] = await first.log.append('posts', numbered(1))
      await eventually(async () => (await first.log.read('posts', old!)) === null)
      await first.close()
      const { log } = await folder.open({ retention: 'off' })
      const reader = await log.reader('late', 'posts')
      await log.append('posts', numbered(5, 'live', 1))
      expect(byNumber(await take(reader, 5))).toEqual(upTo(6).slice(1))
    })
  })
}
