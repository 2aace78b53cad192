export { type BackoffOptions, backoffMs, pause } from './backoff.ts'
export {
  deadLetterId,
  deadLetterOfRecord,
  deadMessage,
  MAX_RAW_BYTES,
  rawFits,
  storable,
  writeDeadLetters,
} from './dead-letters.ts'
export { killPoint } from './kill-point.ts'
export { serveStage } from './pool-worker.ts'
export { PooledStage, type PooledStageOptions } from './pooled-stage.ts'
export type { BatchInfo, RunnerProbe, RunnerStatus } from './probe.ts'
export { type RedriveOptions, redrive } from './redrive.ts'
export { Runner, type RunnerOptions } from './runner.ts'
export { NO_SOURCE, sourceOf } from './source-of.ts'
export type { Stage } from './stage.ts'
export { Tally } from './tally.ts'
