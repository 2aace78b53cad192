import type { GroupReader, LogRecord } from '@moodlight/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, bench, type EventLogHarness, numberOf, type OpenedLog, place } from './harness.ts'

type Step =
  | { do: 'append'; keys: number[]; lane: 'live' | 'background' }
  | { do: 'next'; max: number }
  | { do: 'commit'; share: number }
  | { do: 'rewind' | 'close' | 'kill' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      keys: fc.array(fc.nat(9), { maxLength: 12 }),
      lane: fc.constantFrom('live' as const, 'background' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('next' as const), max: fc.integer({ min: 1, max: 20 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('commit' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('rewind' as const, 'close' as const, 'kill' as const) }) },
)

const streamOf = (r: LogRecord) => `${r.position.lane}/${r.position.partition}`

/** The log as a list per stream, what the group has committed, and what its reader was handed and has not committed. */
class Model {
  readonly streams = new Map<string, { offset: number; n: number; key: string }[]>()
  readonly committed = new Map<string, number>()
  inHand: LogRecord[] = []

  /** Checks an answer of `next`: in each stream exactly the records that follow. */
  hand(records: readonly LogRecord[], max: number): void {
    expect(records.length).toBeLessThanOrEqual(max)
    for (const record of records) {
      const expected = this.#following(streamOf(record))[0]
      expect({ at: place(record.position), n: numberOf(record), key: record.key }).toEqual({
        at: `${streamOf(record)}/${expected?.offset}`,
        n: expected?.n,
        key: expected?.key,
      })
      this.inHand.push(record)
    }
    if (records.length === 0) for (const stream of this.streams.keys()) expect(this.#following(stream)).toEqual([])
  }

  #following(stream: string) {
    const handed = this.inHand.findLast((r) => streamOf(r) === stream)
    const next = handed ? handed.position.offset + 1 : (this.committed.get(stream) ?? 0)
    return (this.streams.get(stream) ?? []).filter((r) => r.offset >= next)
  }
}

/** Any order of append, next, commit, rewind, restart and crash: the log does what a list in memory does. */
export function modelLaw(harness: EventLogHarness, numRuns: number, timeout: number): void {
  describe('any order of append, next, commit, rewind, restart and crash', () => {
    it('gives what a simple model gives', { timeout }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const model = new Model()
          const folder = await bench(harness)
          let opened: OpenedLog = await folder.open()
          let reader: GroupReader = await opened.log.reader('g', 'posts')
          let n = 0
          for (const s of [...steps, { do: 'rewind' } as const, ...Array(60).fill({ do: 'next', max: 20 })] as Step[]) {
            if (s.do === 'append') {
              const records = s.keys.map((key) => ({
                key: `net:${key}`,
                value: JSON.stringify({ n: n++ }),
                lane: s.lane,
              }))
              for (const [i, p] of (await opened.log.append('posts', records)).entries()) {
                const list = model.streams.get(`${p.lane}/${p.partition}`) ?? []
                model.streams.set(`${p.lane}/${p.partition}`, list)
                list.push({ offset: p.offset, n: numberOf(records[i] as never), key: records[i]!.key })
              }
            } else if (s.do === 'next') {
              model.hand(await reader.next({ max: s.max, waitMs: 0 }), s.max)
            } else if (s.do === 'commit') {
              const done = model.inHand.splice(0, Math.round(s.share * model.inHand.length))
              await reader.commit({ next: after(done), outputs: [], ledger: [] })
              for (const p of after(done)) model.committed.set(`${p.lane}/${p.partition}`, p.offset)
            } else {
              if (s.do === 'rewind') await reader.rewind()
              else {
                await opened[s.do]()
                opened = await folder.open()
                reader = await opened.log.reader('g', 'posts')
              }
              model.inHand = []
            }
          }
          await opened.close()
        }),
        { numRuns },
      )
    })
  })
}
