import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { MoodlightError } from '@moodlight/core'
import type { FastifyInstance } from 'fastify'

/** Paths that are never the page's own, so a wrong one is a coded 404 and not the page. */
const NOT_PAGE = /^\/(api|assets|healthz|readyz|metrics|openapi\.json)(\/|\?|$)/

/**
 * The built page. Files under /assets carry a hash in their name and may be kept for ever; the page itself is asked for again each
 * time. Other paths without a file show the page, whose router reads them.
 */
export async function servePage(app: FastifyInstance, dir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: dir,
    wildcard: false,
    index: ['index.html'],
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = path.startsWith(join(dir, 'assets'))
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0]!
    if (NOT_PAGE.test(request.url) || /\.[a-z0-9]{1,8}$/i.test(path))
      throw new MoodlightError('ML_NOT_FOUND', `There is nothing at ${path.slice(0, 200)}.`)
    return reply.sendFile('index.html')
  })
}
