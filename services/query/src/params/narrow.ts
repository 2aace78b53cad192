import { Slug } from '@moodlight/core'
import type { Narrow } from '../mood/compare.ts'
import { Language } from './filter.ts'
import { list } from './lists.ts'

/** Parameters by which counts are narrowed. */
export const narrowParams = {
  source: list(Slug, 50).optional().describe('Source ids'),
  language: list(Language, 50).optional().describe('ISO 639-3 or two-letter codes'),
}

export function readNarrow(params: { source?: string[] | undefined; language?: string[] | undefined }): Narrow {
  return {
    ...(params.source?.length && { sources: params.source }),
    ...(params.language?.length && { languages: params.language }),
  }
}

export function narrowEcho({ sources, languages }: Narrow) {
  return { ...(sources && { source: sources }), ...(languages && { language: languages }) }
}
