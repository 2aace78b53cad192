import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

export interface Traced {
  readonly acks: number
  /** Acknowledgements given while something written to the WAL was not yet synced. */
  readonly early: number
  readonly syncs: number
}

/** Runs a program under strace and reads from the trace whether its WAL was synced before each acknowledgement. */
export function traceSyncs(program: string, args: readonly string[], wal: string): Traced {
  const trace = `${wal}.trace`
  const run = spawnSync(
    'strace',
    [
      '-f',
      '-y',
      '-s',
      '24',
      '-e',
      'trace=pwrite64,pwritev,write,fsync,fdatasync',
      '-o',
      trace,
      process.execPath,
      program,
      ...args,
    ],
    { encoding: 'utf8' },
  )
  if (run.error) throw run.error
  const text = readFileSync(trace, 'utf8')
  rmSync(trace, { force: true })
  return readTrace(text, wal)
}

/** Calls that another thread's line cuts in two (`<unfinished ...>`, `resumed>`) are put together again by thread. */
export function readTrace(text: string, wal: string): Traced {
  const open = new Map<string, string>()
  let dirty = false
  const result = { acks: 0, early: 0, syncs: 0 }
  for (const line of text.split('\n')) {
    const [, pid = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const unfinished = call.endsWith('<unfinished ...>')
    const resumed = /^<\.\.\. \w+ resumed>/.test(call)
    const whole = resumed ? `${open.get(pid) ?? ''}${call}` : call
    if (unfinished) open.set(pid, call)
    const onWal = whole.includes(`<${wal}>`)
    if (onWal && /^pwrite/.test(whole)) dirty = true
    if (onWal && /^f(data)?sync/.test(whole) && !unfinished && /= 0\s*$/.test(whole)) {
      dirty = false
      result.syncs++
    }
    if (!resumed && /^write\(1<[^>]*>, "ack /.test(whole)) {
      result.acks++
      if (dirty) result.early++
    }
  }
  return result
}
