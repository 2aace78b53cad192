import { BrandsAnswer } from '@moodlight/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Context } from '../context.ts'

export function brandsRoute(context: Context): FastifyPluginAsyncZod {
  const { deps } = context
  return async (app) => {
    app.get(
      '/api/v1/brands',
      { schema: { summary: 'What is watched', querystring: z.strictObject({}), response: { 200: BrandsAnswer } } },
      async () => ({
        ...(await context.meta({}, 'UTC')),
        demo: deps.demo,
        brands: deps.watched.brands().map((brand) => ({
          id: brand.id,
          label: brand.label,
          color: brand.color,
          zone: brand.zone,
          rivals: brand.rivals,
          names: brand.names.map((name) => name.text),
          paused: brand.paused,
        })),
      }),
    )
  }
}
