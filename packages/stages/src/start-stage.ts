import type { Clock } from '@moodlight/core'
import { Runner, type Stage } from '@moodlight/pipeline'
import type { EventLog, LogRecord, StateStore, Topic } from '@moodlight/ports'
import type { Check, Logger, Metrics } from '@moodlight/runtime'
import { stageProbe } from './stage-probe.ts'

export interface StartStageOptions {
  readonly log: EventLog
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Group of the log: one for each stage. */
  readonly group: string
  readonly topic: Topic
  readonly stage: Stage<LogRecord, string | null>
  /** null: the stage has written its results itself. */
  readonly output: Topic | null
  /** See RunnerOptions: other processes read in the same group. */
  readonly shared?: boolean
}

export interface RunningStage {
  readonly check: Check
  /** Resolves after {@link stop}; rejects when a broken invariant stopped it: the process must end then. */
  readonly ended: Promise<void>
  /** Finishes and commits what is in hand. */
  stop(limitMs?: number): Promise<void>
}

/** Runs a stage over a topic until it is stopped. */
export async function startStage(options: StartStageOptions): Promise<RunningStage> {
  const { log, state, clock, logger, metrics, group, topic, stage, output, shared = false } = options
  const reader = await log.reader(group, topic)
  const probe = stageProbe(logger, metrics)
  const runner = new Runner({ group, topic, reader, stage, output, state, clock, shared, probe })
  const ended = runner.run().catch((err) => {
    logger.error({ err, stage: stage.name }, 'the stage stopped: this is a fault of ours')
    throw err
  })
  // Whoever started it decides what follows; until then it must not be an unhandled rejection.
  ended.catch(() => {})
  return {
    ended,
    check() {
      const status = runner.status()
      return { live: status.state !== 'failed', ready: status.state === 'running', detail: status.detail }
    },
    async stop(limitMs) {
      await runner.stop(limitMs)
      await reader.close()
    },
  }
}
