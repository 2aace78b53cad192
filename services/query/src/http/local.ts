import { createHash, timingSafeEqual } from 'node:crypto'
import { MoodlightError, type Secret } from '@moodlight/core'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

/** Routes for the command line on this machine: whoever can read the token in the data folder may call them. */
export async function serveLocal(
  app: FastifyInstance,
  local: { readonly token: Secret; readonly routes: FastifyPluginAsync },
): Promise<void> {
  await app.register(
    async (scope) => {
      scope.addHook('onRequest', async (request) => {
        const given = /^Bearer ([\x21-\x7e]{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
        if (given === undefined || !same(given, local.token.reveal()))
          throw new MoodlightError('ML_LOCAL_TOKEN', 'The token of the data folder is missing or wrong.')
      })
      scope.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, hide: true }
      })
      await scope.register(local.routes)
    },
    { prefix: '/api/v1/local' },
  )
}

/** Compares hashes, so that neither length nor content shows in the time taken. */
function same(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
