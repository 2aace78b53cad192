export { IngestConfig } from './config.ts'
export { type Created, createSource } from './create.ts'
export type { SourceStatus } from './status.ts'
export { type Ingest, type IngestOptions, startIngest } from './wiring.ts'
