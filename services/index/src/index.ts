export { type IndexServiceOptions, startIndex } from './wiring.ts'
