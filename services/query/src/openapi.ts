import fastifySwagger from '@fastify/swagger'
import { ApiError } from '@moodlight/api'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { API_VERSION } from './meta.ts'

/** Collects the schemas of all routes that follow into one document. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    const { schema } = route
    if (!schema || schema.hide) return
    schema.response = { ...(schema.response as object), '4xx': ApiError, '5xx': ApiError }
  })
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Moodlight',
        version: API_VERSION,
        description: 'How brands are spoken of. Every answer says what it was made of; every error has a code.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
    transform: jsonSchemaTransform,
  })
}

export function serveDescription(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(app.swagger()),
  )
}

/** How an answer that is streamed as text is described; without it the document would know only its errors. */
export function streamOf(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: z.string() as z.ZodType<unknown> } } }
}
