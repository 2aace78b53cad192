import type { GroupReader, LogRecord } from '@moodlight/ports'
import { describe, expect, it } from 'vitest'
import { bench, byNumber, commitOf, type EventLogHarness, eventually, numbered, place, take, upTo } from './harness.ts'

/** Records of many keys, so that every partition has some. */
const spread = (n: number, first = 0) =>
  numbered(n, 'live', first).map((record, i) => ({ ...record, key: `net:spread-${first + i}` }))

const unique = (records: readonly LogRecord[]) => new Set(records.map((r) => place(r.position))).size

/** One turn of a well-behaved reader. */
async function turn(reader: GroupReader, into: LogRecord[]): Promise<number> {
  const records = await reader.next({ max: 10, waitMs: 20 })
  into.push(...records)
  if (records.length > 0) await reader.commit(commitOf(records))
  return records.length
}

export function sharingLaws(harness: EventLogHarness): void {
  describe('two readers of one group', () => {
    it('share the partitions, and no record comes to both', async () => {
      const opened = await (await bench(harness)).open()
      const a = await opened.log.reader('g', 'posts')
      const b = await (await opened.connect()).reader('g', 'posts')
      await opened.log.append('posts', spread(200))
      const seen = { a: [] as LogRecord[], b: [] as LogRecord[] }
      await eventually(async () => {
        await turn(a, seen.a)
        await turn(b, seen.b)
        return seen.a.length + seen.b.length >= 200
      })
      expect(byNumber([...seen.a, ...seen.b])).toEqual(upTo(200))
      expect(seen.a.length).toBeGreaterThan(0)
      expect(seen.b.length).toBeGreaterThan(0)
      const partitions = (records: LogRecord[]) => new Set(records.map((r) => r.position.partition))
      expect([...partitions(seen.a)].filter((p) => partitions(seen.b).has(p))).toEqual([])
    })

    it('deliver nothing twice when the second joins while the first has work in hand', async () => {
      const opened = await (await bench(harness)).open()
      await opened.log.append('posts', spread(100))
      const a = await opened.log.reader('g', 'posts')
      const inHand = await a.next({ max: 40, waitMs: 0 })
      const b = await opened.log.reader('g', 'posts')
      const seen = [...inHand]
      await turn(b, seen)
      await a.commit(commitOf(inHand))
      await eventually(async () => {
        await turn(b, seen)
        await turn(a, seen)
        return seen.length >= 100
      })
      expect(unique(seen)).toBe(100)
      expect(seen).toHaveLength(100)
    })

    it('leave their partitions to the other when they close, from the commits on', async () => {
      const opened = await (await bench(harness)).open()
      const other = await opened.connect()
      const a = await opened.log.reader('g', 'posts')
      const b = await other.reader('g', 'posts')
      await opened.log.append('posts', spread(100))
      const committed: LogRecord[] = []
      await eventually(async () => (await turn(b, committed)) > 0)
      await b.next({ max: 10, waitMs: 20 }) // In hand and lost with the reader.
      await b.close()
      await eventually(async () => {
        await turn(a, committed)
        return committed.length >= 100
      })
      expect(byNumber(committed)).toEqual(upTo(100))
    })

    it('leave their partitions to the other when their client is gone', async () => {
      const opened = await (await bench(harness)).open()
      const other = await opened.connect()
      await other.reader('g', 'posts')
      const a = await opened.log.reader('g', 'posts')
      await opened.log.append('posts', spread(60))
      await other.close()
      const seen: LogRecord[] = []
      await eventually(async () => {
        await turn(a, seen)
        return seen.length >= 60
      })
      expect(byNumber(seen)).toEqual(upTo(60))
    })

    it('that are more than the partitions wait and take over later', async () => {
      const opened = await (await bench(harness)).open()
      const readers = await Promise.all(upTo(9).map(() => opened.log.reader('g', 'posts')))
      await opened.log.append('posts', spread(90))
      const seen: LogRecord[] = []
      for (const reader of readers) while ((await turn(reader, seen)) > 0);
      expect(byNumber(seen)).toEqual(upTo(90))
      for (const reader of readers.slice(0, 8)) await reader.close()
      await opened.log.append('posts', spread(30, 90))
      expect(byNumber(await take(readers[8]!, 30))).toEqual(upTo(120).slice(90))
    })
  })
}
