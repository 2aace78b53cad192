export { EnrichConfig } from './config.ts'
export { type EnrichServiceOptions, startEnrich } from './wiring.ts'
