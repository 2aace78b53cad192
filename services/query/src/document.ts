import { systemClock } from '@moodlight/core'
import type { MentionStore, StateStore } from '@moodlight/ports'
import { createMetrics } from '@moodlight/runtime'
import Fastify from 'fastify'
import { createApp } from './app.ts'
import { MoodConfig, ServerConfig } from './config.ts'

/** Nothing is asked while the document is made, so nothing needs to be there. */
function absent<T extends object>(): T {
  return new Proxy({} as T, {
    get: (_target, name) => () => Promise.reject(new Error(`${String(name)}: there is nothing behind this app`)),
  })
}

/** The OpenAPI document of the API, as /openapi.json serves it. */
export async function openApiDocument(): Promise<object> {
  const { app } = await createApp({
    log: absent(),
    store: absent<MentionStore>(),
    state: absent<StateStore>(),
    server: ServerConfig.parse({}),
    mood: MoodConfig.parse({}),
    watched: { version: () => 0, brands: () => [] },
    model: () => '',
    clock: systemClock,
    logger: Fastify().log,
    metrics: createMetrics(),
    checks: () => [],
    staticDir: null,
    demo: false,
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}
