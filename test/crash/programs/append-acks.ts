import { statSync, writeSync } from 'node:fs'
import { openLog } from '@moodlight/log-sqlite'

/**
 * Appends records one by one and writes `ack N <size of the WAL>` to standard output after each acknowledgement:
 *   node append-acks.ts LOG.DB COUNT full|off
 * The file is left as a crash would leave it: the process kills itself at the end.
 */
const [file = '', count = '50', synchronous = 'full'] = process.argv.slice(2)
const { log } = await openLog({ file, synchronous: synchronous as 'full' | 'off', retentionEveryMs: 0 })
for (let n = 0; n < Number(count); n++) {
  const value = JSON.stringify({ type: 'tick', v: 1, at: n, padding: 'x'.repeat(50 + ((n * 37) % 400)) })
  await log.append('posts', [{ key: `k${n}`, value, lane: 'live' }])
  writeSync(1, `ack ${n} ${statSync(`${file}-wal`).size}\n`)
}
process.kill(process.pid, 'SIGKILL')
