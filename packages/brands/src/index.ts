export type { CompileOptions } from './compile.ts'
export type { BrandHit, BrandMatcher, Candidate, MatchContext, MatchedPost } from './hit.ts'
export { compileBrands, compileFilter } from './matcher.ts'
