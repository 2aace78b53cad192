import { configurationPage } from './configuration-page.ts'
import { elasticsearchTemplates } from './elasticsearch-templates.ts'
import { errorsPage } from './errors-page.ts'
import { jsonSchemas } from './json-schemas.ts'
import { openApi } from './openapi.ts'

export interface Generated {
  /** Path below the root → content. */
  readonly files: ReadonlyMap<string, string>
  /** A folder in which nothing but these files may lie. */
  readonly ownsFolder?: string
}

/** Every derived file of the repository has its generator here. */
export const generators: readonly (() => Generated | Promise<Generated>)[] = [
  jsonSchemas,
  errorsPage,
  openApi,
  configurationPage,
  elasticsearchTemplates,
]
