import type { Clock } from '@moodlight/core'
import type { MentionStore } from '@moodlight/ports'
import { Connection } from '../src/client/connection.ts'
import { type OpenElasticsearchStore, openElasticsearchStore } from '../src/open.ts'
import type { ElasticsearchOptions } from '../src/options.ts'

/** For tests: small, without copies, findable only when asked. */
export function testOptions(
  url: string,
  indexPrefix: string,
  more: Partial<ElasticsearchOptions> = {},
): ElasticsearchOptions {
  return {
    nodes: [url],
    indexPrefix,
    shards: 1,
    replicas: 0,
    refresh: '60s',
    createIndices: true,
    createTemplates: false,
    requestTimeoutMs: 60_000,
    retryMs: 60_000,
    maxInFlightBytes: 32_000_000,
    keepEveryMs: 0,
    ...more,
  }
}

/** Methods that change something: what they changed has to be made findable before the next answer. */
const CHANGING = new Set([
  ...['apply', 'erase', 'expire', 'recount'],
  ...['beginGeneration', 'switchGeneration', 'dropGeneration'],
])

/**
 * A store that waits, before every answer, until all that was applied is findable with its stories, votes and changes: the same
 * state that an embedded store is in after each call. A real installation is in it a second or two later.
 */
export function settled({ store, settle }: OpenElasticsearchStore): MentionStore {
  let dirty = true
  return new Proxy(store, {
    get(target, name, receiver) {
      const method = Reflect.get(target, name, receiver) as unknown
      if (typeof method !== 'function' || name === 'close') return method
      return async (...args: unknown[]) => {
        if (CHANGING.has(String(name))) dirty = true
        else if (dirty) {
          dirty = false
          await settle()
        }
        return (method as (...a: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}

export async function openForTest(
  url: string,
  prefix: string,
  clock?: Clock,
  more: Partial<ElasticsearchOptions> = {},
) {
  const opened = await openElasticsearchStore(testOptions(url, prefix, { ...(clock && { clock }), ...more }))
  return { ...opened, store: settled(opened) }
}

/** Takes everything of a test away. */
export async function dropIndices(url: string, prefix: string): Promise<void> {
  const es = new Connection(testOptions(url, prefix))
  const found = await es.ask<object>({ method: 'GET', path: `/${prefix}-*/_alias`, query: { expand_wildcards: 'all' } })
  const names = Object.keys(found)
  if (names.length > 0) await es.call({ method: 'DELETE', path: `/${names.join(',')}`, allow: [404] })
  for (const kind of ['posts', 'facts', 'state'])
    await es.call({ method: 'DELETE', path: `/_index_template/${prefix}-${kind}`, allow: [404] })
  await es.close()
}

/** The running server that the suite was given. */
export function testUrl(): string {
  const url = process.env['MOODLIGHT_TEST_ELASTICSEARCH']
  if (!url) throw new Error('MOODLIGHT_TEST_ELASTICSEARCH names no server: run `npm run test:cluster`')
  return url
}
