import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lane, LogPosition } from '@moodlight/core'
import type { EventLog, GroupReader, LogCapabilities, LogRecord, NewRecord } from '@moodlight/ports'
import { onTestFinished } from 'vitest'

/** A log that a test has opened. */
export interface OpenedLog {
  readonly log: EventLog
  /** A further client of the same log, as another thread or process has one. */
  connect(): Promise<EventLog>
  /** Stops in good order; the records stay. */
  close(): Promise<void>
  /** Stops as a crash does: nothing is said good-bye to. */
  kill(): Promise<void>
}

export interface EventLogHarness {
  readonly name: string
  readonly capabilities: LogCapabilities
  /** Opens the log that lives in `dir`. `eager`: retention removes at once what it may remove. */
  open(dir: string, options?: { retention?: 'eager' | 'off' }): Promise<OpenedLog>
}

/** Opens logs of one folder for one test and tidies up behind it. */
export interface Bench {
  readonly dir: string
  open(options?: { retention?: 'eager' | 'off' }): Promise<OpenedLog>
}

export async function bench(harness: EventLogHarness): Promise<Bench> {
  const dir = await mkdtemp(join(tmpdir(), 'moodlight-log-'))
  const opened: OpenedLog[] = []
  onTestFinished(async () => {
    for (const one of opened) await one.close()
    await rm(dir, { recursive: true, force: true })
  })
  return {
    dir,
    async open(options) {
      const one = await harness.open(dir, options)
      opened.push(one)
      return one
    },
  }
}

/** Records with keys of a small set; the value tells them apart. */
export function numbered(n: number, lane: Lane = 'live', first = 0): NewRecord[] {
  return Array.from({ length: n }, (_, i) => ({
    key: `net:${(first + i) % 7}`,
    value: JSON.stringify({ n: first + i }),
    lane,
  }))
}

export const numberOf = (record: LogRecord): number => (JSON.parse(record.value) as { n: number }).n

/** Reads until `n` records have come or nothing comes any more. The first may take long: a group may have to form. */
export async function take(reader: GroupReader, n: number, options: { max?: number; lanes?: readonly Lane[] } = {}) {
  const records: LogRecord[] = []
  while (records.length < n) {
    const max = Math.min(options.max ?? 1000, n - records.length)
    const got = await reader.next({
      max,
      waitMs: records.length === 0 ? 10_000 : 200,
      ...(options.lanes ? { lanes: options.lanes } : {}),
    })
    if (got.length === 0) break
    records.push(...got)
  }
  return records
}

/** What a commit of all these records says. */
export function after(records: readonly LogRecord[]): LogPosition[] {
  const next = new Map<string, LogPosition>()
  for (const { position } of records)
    next.set(`${position.lane}/${position.partition}`, { ...position, offset: position.offset + 1 })
  return [...next.values()]
}

export const commitOf = (records: readonly LogRecord[]) => ({ next: after(records), outputs: [], ledger: [] })

export const byNumber = (records: readonly LogRecord[]): number[] => records.map(numberOf).sort((a, b) => a - b)

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

export const place = (p: LogPosition): string => `${p.lane}/${p.partition}/${p.offset}`

/** Asks until it holds; a test that waits for ever fails by its time limit. */
export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}
