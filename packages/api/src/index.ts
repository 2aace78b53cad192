export * from './mention.ts'
export * from './meta.ts'
export * from './mood.ts'
