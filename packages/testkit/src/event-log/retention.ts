import { describe, expect, it } from 'vitest'
import { bench, byNumber, commitOf, type EventLogHarness, eventually, numbered, place, take, upTo } from './harness.ts'

export function retentionLaws(harness: EventLogHarness): void {
  describe('retention', () => {
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

    it('is not held by a tail: it gets a gap and goes on with what is kept', async () => {
      const folder = await bench(harness)
      const first = await folder.open({ retention: 'off' })
      const positions = await first.log.append('posts', numbered(20))
      const seen = await (await first.log.tail('posts', 'oldest')).next({ max: 5, waitMs: 500 })
      await first.close()
      const second = await folder.open({ retention: 'eager' })
      for (const p of positions) await eventually(async () => (await second.log.read('posts', p)) === null)
      await second.log.reader('holds', 'posts')
      await second.log.append('posts', numbered(3, 'live', 20))
      const tail = await second.log.tail('posts', seen.at(-1)!.id)
      const items = await tail.next({ max: 100, waitMs: 500 })
      expect(items.map((i) => i.kind)).toEqual(['gap', 'record', 'record', 'record'])
      const again = await (await second.log.tail('posts', items[0]!.id)).next({ max: 100, waitMs: 500 })
      expect(again.map((i) => i.kind)).toEqual(['record', 'record', 'record'])
    })

    it('lets a group that comes later start at the oldest record that is kept, without a gap', async () => {
      const { log } = await (await bench(harness)).open({ retention: 'eager' })
      const [old] = await log.append('posts', numbered(1))
      await eventually(async () => (await log.read('posts', old!)) === null)
      const reader = await log.reader('late', 'posts')
      await log.append('posts', numbered(5, 'live', 1))
      expect(byNumber(await take(reader, 5))).toEqual(upTo(6).slice(1))
    })
  })
}
