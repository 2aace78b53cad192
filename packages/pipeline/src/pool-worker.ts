import type { MessagePort } from 'node:worker_threads'
import { dead, type Outcome, toWire } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { causeText } from './dead-letters.ts'
import type { PoolAnswer, PoolCall } from './pool-protocol.ts'
import type { Stage } from './stage.ts'

/** Causes are anything at all; only their text can cross to the other thread for certain. */
function plain(outcome: Outcome<string | null>): Outcome<string | null> {
  return outcome.kind === 'dead' ? dead(outcome.code, causeText(outcome.cause)) : outcome
}

const usedMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** In a worker of a PooledStage: runs what comes in on `parent` through `stage`. */
export function serveStage(parent: MessagePort, stage: Stage<LogRecord, string | null>): void {
  const { signal } = new AbortController()
  parent.on('message', async ({ id, records }: PoolCall) => {
    let answer: PoolAnswer
    try {
      const outcomes = (await stage.run(records, signal)).map(plain)
      answer = { t: 'done', id, outcomes, usedMs: usedMs() }
    } catch (error) {
      answer = { t: 'failed', id, error: toWire(error), usedMs: usedMs() }
    }
    parent.postMessage(answer)
  })
  parent.postMessage({ t: 'ready', usedMs: usedMs() } satisfies PoolAnswer)
}
