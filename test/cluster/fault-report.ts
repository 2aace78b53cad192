import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { Differences } from './oracle.ts'

/** Resident memory of a process in MiB; null when it is gone or the system does not tell. */
export function residentMib(pid: number | undefined): number | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? null : Math.round(Number(kib) / 1024)
  } catch {
    return null
  }
}

export interface Memory {
  readonly process: string
  readonly before: number
  readonly after: number
  readonly most: number
}

export interface FaultReport {
  readonly seed: number
  readonly seconds: number
  readonly ids: number
  readonly edits: number
  readonly deletions: number
  /** What was done, and how often. */
  readonly faults: ReadonlyMap<string, number>
  readonly differences: Differences
  /** Records that the topics hold and what the ledger says that the stages received. */
  readonly ledger: readonly { readonly stage: string; readonly records: number; readonly received: number }[]
  /** Records of which index said that it had them already. */
  readonly repeats: number
  readonly dead: number
  readonly memory: readonly Memory[]
}

/** The page docs/faults.md. */
export function writeFaultPage(path: string, report: FaultReport): void {
  const { seed, seconds, ids, edits, deletions, faults, differences, ledger, repeats, dead, memory } = report
  const n = (value: number) => value.toLocaleString('en')
  const page = [
    '# Faults',
    '',
    '<!-- Written by `npm run faults`. -->',
    '',
    `Taken on ${new Date().toISOString().slice(0, 10)} with Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, seed ${seed}:`,
    'two `ingest`, two `enrich`, two `index` and one `query` as processes, three Kafka brokers, one Elasticsearch, all on this machine.',
    `${n(ids)} ids went in while the faults below were done, with ${n(edits)} edits and ${n(deletions)} deletions among them; ${Math.round(seconds / 60)} minutes in all.`,
    'An oracle that knows every id then compared the store with what went in: text, time, author and label of each post.',
    '',
    '| what was done | times |',
    '|---|---|',
    ...[...faults].map(([fault, times]) => `| ${fault} | ${n(times)} |`),
    '',
    '| what came of it | |',
    '|---|---|',
    `| lost | ${n(differences.lost)} |`,
    `| doubled | ${n(differences.doubled)} |`,
    `| stored and never handed in, or deleted | ${n(differences.strange)} |`,
    `| with another text, time, author or label | ${n(differences.changed)} |`,
    `| dead letters | ${n(dead)} |`,
    ...ledger.map(
      ({ stage, records, received }) =>
        `| received by ${stage} according to the ledger, and records in its topic | ${n(received)} = ${n(records)} |`,
    ),
    `| records that index had already (repeats, without effect) | ${n(repeats)} |`,
    '',
    'Memory of the processes that lived through the faults of the servers (RSS in MiB, when they had warmed up, at the end, at most):',
    '',
    '| process | before | after | at most |',
    '|---|---|---|---|',
    ...memory.map(({ process: name, before, after, most }) => `| ${name} | ${before} | ${after} | ${most} |`),
    '',
  ]
  writeFileSync(path, page.join('\n'))
}
