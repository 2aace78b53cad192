export { decode, explain } from './decode.ts'
export {
  afterSettings,
  type BrandBook,
  ENRICHMENT_VERSION_OPTION,
  GENERATION_OPTION,
  type Versions,
} from './enrich/brand-book.ts'
export { type EnrichOptions, enrich, isSettings } from './enrich/enrich.ts'
export { filterOf, type Labeller, labelPost, matcherOf, modelHash } from './enrich/label-post.ts'
export { loadModels, type Models, shippedModels } from './enrich/models.ts'
export { index } from './indexing/index-stage.ts'
export { linkOf } from './normalise/canonical-url.ts'
export { cleanText } from './normalise/clean-text.ts'
export { type Normalise, type Normalised, type NormaliseOptions, normalise } from './normalise/normalise.ts'
export type { SourceFacts } from './normalise/source-facts.ts'
export { suppressedIn, suppressedName } from './normalise/suppressed-in.ts'
export { Suppression, suppressedPost } from './normalise/suppression.ts'

/** The module for PooledStage.worker. */
export const ENRICH_WORKER = new URL('./enrich/enrich-worker.ts', import.meta.url)
export { stageProbe } from './stage-probe.ts'
export { type RunningStage, type StartStageOptions, startStage } from './start-stage.ts'
