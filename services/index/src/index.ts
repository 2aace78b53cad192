export { type RetentionOptions, startRetention } from './retention.ts'
export { type IndexServiceOptions, startIndex } from './wiring.ts'
