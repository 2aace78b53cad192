export * from './builders.ts'
export * from './memory-log.ts'
export * from './memory-state.ts'
