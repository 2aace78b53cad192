import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { serve } from '@moodlight/runtime'
import { eventLogContract } from '@moodlight/testkit'
import { connectLog } from './client.ts'
import { resolveOptions } from './config.ts'
import { LogCore } from './core.ts'
import { openSession } from './session.ts'

/** The contract with everything but the thread: ports, sessions and files are real. contract.int.test.ts has the thread. */
eventLogContract(
  {
    name: 'log-sqlite',
    capabilities: { atomicOutputs: true, expungesAtOnce: true, retentionWaitsForGroups: true },
    async open(dir, { retention = 'off' } = {}) {
      const times = retention === 'eager' ? { maxAgeMs: 1, retentionEveryMs: 10 } : { retentionEveryMs: 0 }
      const core = new LogCore(resolveOptions({ file: join(dir, 'log.db'), ...times }))
      const ports: { close(): void }[] = []
      const connect = () => {
        const { port1, port2 } = new MessageChannel()
        const session = openSession(core)
        port1.on('close', session.end)
        serve(port1, session.api)
        ports.push(port1)
        return connectLog(port2)
      }
      let closed = false
      const end = async (tidy: () => void) => {
        if (closed) return
        closed = true
        for (const port of ports) port.close()
        tidy()
      }
      return {
        log: connect(),
        connect: async () => connect(),
        close: () => end(() => core.close()),
        kill: () =>
          end(() => {
            core.retention.stop()
            core.db.close()
          }),
      }
    },
  },
  { modelRuns: 100 },
)
