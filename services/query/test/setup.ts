import { Brand } from '@moodlight/core'
import type { MentionStore } from '@moodlight/ports'
import { createMetrics } from '@moodlight/runtime'
import { MemoryLog, MemoryState, T0 } from '@moodlight/testkit'
import type { FastifyBaseLogger } from 'fastify'
import { createApp } from '../src/app.ts'
import { MoodConfig, ServerConfig } from '../src/config.ts'
import type { QueryDeps } from '../src/deps.ts'
import { MemoryStore } from './memory-store.ts'

const quiet = () => {}
export const silentLogger = {
  level: 'silent',
  fatal: quiet,
  error: quiet,
  warn: quiet,
  info: quiet,
  debug: quiet,
  trace: quiet,
  silent: quiet,
  child: () => silentLogger,
} as unknown as FastifyBaseLogger

export const BRANDS = [
  Brand.parse({ id: 'ing', label: 'ING', names: ['ING'], rivals: ['abn'], zone: 'Europe/Amsterdam' }),
  Brand.parse({ id: 'abn', label: 'ABN AMRO', names: ['ABN AMRO'], rivals: ['ing'], zone: 'Europe/Amsterdam' }),
  Brand.parse({ id: 'mellat', label: 'Mellat', names: ['ملت'], zone: 'Asia/Tehran' }),
]

/** A clock that stands still until a test moves it. */
export class StillClock {
  at = T0
  now = () => this.at
}

/** Everything that query needs, over memory. */
export function testDeps(part: Partial<QueryDeps> = {}) {
  const store = new MemoryStore()
  const log = new MemoryLog()
  const clock = new StillClock()
  const deps: QueryDeps = {
    log,
    store: store as unknown as MentionStore,
    state: new MemoryState(),
    server: ServerConfig.parse({ port: 80 }),
    mood: MoodConfig.parse({}),
    watched: { version: () => 7, brands: () => BRANDS },
    model: () => 'm1',
    clock,
    logger: silentLogger,
    metrics: createMetrics(),
    checks: () => [],
    staticDir: null,
    demo: false,
    ...part,
  }
  return { deps, store, log, clock }
}

export async function testApp(part: Partial<QueryDeps> = {}) {
  const { deps, store, log, clock } = testDeps(part)
  const made = await createApp(deps)
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await made.app.inject({ url, headers: { host: 'localhost', ...headers } })
    return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: () => answer.json() }
  }
  return { ...made, deps, store, log, clock, get }
}
