export { BoundedMap } from './bounded-map.ts'
export { configError, loadConfig } from './config/load-config.ts'
export { type ParsedConfig, parseConfig } from './config/parse-config.ts'
export { type ConfigProblem, problemLine } from './config/problem.ts'
export { freeBytes } from './free-bytes.ts'
export { type Check, type CheckResult, Health, type HealthReport } from './health.ts'
export { type FolderLock, lockFolder } from './lock-folder.ts'
export { createLogger, type Logger, type LoggerOptions } from './logger.ts'
export { makeFolder } from './make-folder.ts'
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  LATENCY_BUCKETS,
  METRICS_CONTENT_TYPE,
  type Metrics,
  type MetricsSnapshot,
  renderMetrics,
} from './metrics.ts'
export { localApi, type Owner, readOwner, runs as ownerRuns } from './owner.ts'
export { isAlive, processStart } from './process-start.ts'
export * from './rpc.ts'
export { onStopSignal, Scope, type StopSignalOptions } from './scope.ts'
export { type SecretReference, secretFrom } from './secret-from.ts'
export { type HealthListener, serveHealth } from './serve-health.ts'
