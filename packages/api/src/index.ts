export * from './common.ts'
export * from './mention.ts'
export * from './mood.ts'
