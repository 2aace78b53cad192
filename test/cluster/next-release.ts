import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Makes the next release of this one, for the suite of the rolling upgrade (`node --import`): its posts have an optional field more,
 * and its models are others, so that ingest settles a new enrichment version. What is changed is the text of our own modules as they
 * are loaded; a text that is not found any more ends the process.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const CHANGES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'packages/core/src/post.ts': [
    ["  type: z.literal('post'),\n", "  type: z.literal('post'),\n  heard: z.string().optional(),\n"],
  ],
  'services/ingest/src/record.ts': [
    ['const value = JSON.stringify(event)', "const value = JSON.stringify({ ...event, heard: 'by the next release' })"],
  ],
  'services/moodlight/src/engine/models.ts': [['return `', 'return `next/']],
  'services/moodlight/src/root.ts': [["VERSION = '", "VERSION = 'next-"]],
}

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.startsWith('file:')) return loaded
    const path = fileURLToPath(url)
    const changes = path.startsWith(ROOT) ? CHANGES[path.slice(ROOT.length)] : undefined
    if (!changes) return loaded
    let source = String(loaded.source)
    for (const [before, after] of changes) {
      if (!source.includes(before)) throw new Error(`${path} does not hold ${before}`)
      source = source.replace(before, after)
    }
    return { ...loaded, source }
  },
})
