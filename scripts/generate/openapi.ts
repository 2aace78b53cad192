import { openApiDocument } from '@moodlight/query'
import type { Generated } from './generators.ts'

/** The OpenAPI document, from the zod schemas of the routes. */
export async function openApi(): Promise<Generated> {
  const text = `${JSON.stringify(await openApiDocument(), null, 2)}\n`
  return { files: new Map([['schemas/openapi.json', text]]) }
}
