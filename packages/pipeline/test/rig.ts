import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drop, type Outcome, ok } from '@moodlight/core'
import { openLog } from '@moodlight/log-sqlite'
import type { EventLog, GroupReader, LogRecord } from '@moodlight/ports'
import { MemoryState } from '@moodlight/testkit'
import { expect, onTestFinished, vi } from 'vitest'
import { Runner, type RunnerOptions } from '../src/runner.ts'
import type { Stage } from '../src/stage.ts'

/** A rig for the tests of the runner: a real log of its own for each test, and stages that do as a function says. */
export async function aLog(partitions = 2): Promise<EventLog> {
  const folder = await mkdtemp(join(tmpdir(), 'moodlight-runner-'))
  const { log, close } = await openLog({ file: join(folder, 'log.db'), partitions, synchronous: 'off' })
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true, force: true })
  })
  return log
}

/** A reader whose commits fail while a test says so. */
export function failing(reader: GroupReader): { reader: GroupReader; failure: Error | null } {
  const it = {
    failure: null as Error | null,
    reader: {
      next: reader.next.bind(reader),
      rewind: reader.rewind.bind(reader),
      close: reader.close.bind(reader),
      commit: (commit: Parameters<GroupReader['commit']>[0]) =>
        it.failure ? Promise.reject(it.failure) : reader.commit(commit),
    },
  }
  return it
}

type Verdict = (record: LogRecord) => Outcome<string | null> | Promise<Outcome<string | null>>

export function stageOf(verdict: Verdict): Stage<LogRecord, string | null> {
  return { name: 'enrich', run: (batch) => Promise.all(batch.map(verdict)) }
}

export const event = (n: number, more: object = {}) => JSON.stringify({ type: 'post', source: 'demo', n, ...more })

export async function fill(log: EventLog, n: number, lane: 'live' | 'background' = 'live') {
  const records = Array.from({ length: n }, (_, i) => ({ key: `k${i % 7}`, value: event(i), lane }))
  await log.append('posts', records)
}

export async function aRunner(
  log: EventLog,
  stage: Stage<LogRecord, string | null>,
  more: Partial<RunnerOptions> = {},
): Promise<Runner> {
  const reader = more.reader ?? (await log.reader('enrich', 'posts'))
  return new Runner({
    group: 'enrich',
    topic: 'posts',
    stage,
    output: 'mentions',
    state: new MemoryState(),
    backoff: { baseMs: 1, maxMs: 4 },
    ...more,
    reader,
  })
}

export async function outputs(log: EventLog): Promise<LogRecord[]> {
  const reader = await log.reader('look', 'mentions')
  const all: LogRecord[] = []
  for (;;) {
    const some = await reader.next({ max: 10_000, waitMs: 0 })
    if (some.length === 0) return all
    all.push(...some)
  }
}

export const lagOf = async (log: EventLog) =>
  (await log.lag()).filter((l) => l.group === 'enrich').reduce((sum, l) => sum + l.records, 0)
export const drained = (log: EventLog) => vi.waitFor(async () => expect(await lagOf(log)).toBe(0), { timeout: 5000 })

export async function sums(log: EventLog): Promise<Record<string, number>> {
  const rows = await log.ledger()
  return Object.fromEntries(rows.map((r) => [`${r.source} ${r.lane} ${r.outcome} ${r.reason}`.trim(), r.n]))
}

/** Of ten records one is a duplicate; of fifty one breaks the stage. */
export const mixed = stageOf(({ position, value }) => {
  const { n } = JSON.parse(value)
  if (n % 10 === 3) return drop('duplicate')
  if (n % 50 === 7) throw new TypeError('broken by this one')
  return ok(position.offset % 2 === 0 ? value : null)
})
