import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMO_BRANDS } from '@moodlight/demo'
import type { LedgerRow } from '@moodlight/ports'
import { afterAll, describe, expect, test } from 'vitest'
import { command, launch } from '../product.ts'
import { LiveProbe, quantile } from './live-probe.ts'
import { sharedPostsThere, writeSharedPosts } from './shared-posts.ts'

const POSTS = Number(process.env['MOODLIGHT_IMPORT_POSTS'] ?? 100_000)
const SECRET = `whsec_${Buffer.from('a secret of the suite of imports').toString('base64')}`

if (!sharedPostsThere && process.env['CI'])
  throw new Error('MOODLIGHT_SHARED is missing: this suite cannot be skipped in CI')
if (!sharedPostsThere) console.warn('SKIPPED: the suite of imports needs the labelled texts of MOODLIGHT_SHARED')

const folder = mkdtempSync(join(tmpdir(), 'moodlight-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const residentMiB = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

const sum = (rows: readonly LedgerRow[], stage: string, outcome?: string, reason?: string): number =>
  rows
    .filter(
      (r) =>
        r.stage === stage &&
        r.source === 'history' &&
        (outcome === undefined || r.outcome === outcome) &&
        (reason === undefined || r.reason === reason),
    )
    .reduce((n, r) => n + r.n, 0)

describe.skipIf(!sharedPostsThere)(`an import of ${POSTS} posts beside a live page`, () => {
  test('balances to the post, keeps memory flat, lets live posts through; the same file again changes nothing', async () => {
    const file = join(folder, 'posts.jsonl')
    const hash = writeSharedPosts(file, POSTS)
    const config = join(folder, 'moodlight.yaml')
    const data = join(folder, 'data')
    writeFileSync(
      config,
      JSON.stringify({
        brands: DEMO_BRANDS,
        sources: [{ id: 'live', type: 'webhook', secrets: [{ env: 'PROBE_SECRET' }], kind: 'social' }],
        ingest: { webhooks: { port: 0 } },
      }),
    )
    const running = await launch(['up', '--data', data, '--config', config, '--port', '0'], {
      env: { PROBE_SECRET: SECRET, MOODLIGHT_LOG: 'warn' },
    })
    try {
      const cli = (args: readonly string[]) => command([...args, '--data', data, '--config', config])
      const ledger = async () => JSON.parse((await cli(['ledger', '--json'])).stdout) as LedgerRow[]
      const probe = new LiveProbe()
      await probe.start(running.url, `${running.hooks}live`, SECRET, 250)
      const memory: number[] = []
      const watch = setInterval(() => memory.push(residentMiB(running.child.pid as number)), 500)

      const started = performance.now()
      const first = await cli(['import', file, '--source', 'history', '--keep', 'all'])
      const seconds = (performance.now() - started) / 1000
      clearInterval(watch)
      const { times, unheard } = await probe.stop()
      expect(first.code, first.stderr).toBe(0)

      const third = Math.floor(memory.length / 3)
      const early = Math.max(...memory.slice(third, 2 * third))
      const late = Math.max(...memory.slice(2 * third))
      console.log(
        `import: ${POSTS} posts (file ${hash}) in ${seconds.toFixed(1)} s = ${Math.round(POSTS / seconds)}/s; live beside it: n ${times.length}, p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms, most ${times.at(-1)?.toFixed(0)} ms; memory ${early.toFixed(0)} → ${late.toFixed(0)} MiB`,
      )
      expect(unheard).toBe(0)
      expect(times.length).toBeGreaterThan(10)
      expect(late).toBeLessThan(early * 1.25 + 64)

      const rows = await ledger()
      expect(sum(rows, 'ingest')).toBe(POSTS)
      expect(sum(rows, 'enrich')).toBe(sum(rows, 'ingest', 'ok'))
      expect(sum(rows, 'index')).toBe(sum(rows, 'enrich', 'ok'))
      expect(sum(rows, 'index', 'ok') + sum(rows, 'index', 'drop') + sum(rows, 'index', 'dead')).toBe(
        sum(rows, 'index'),
      )

      const stored = async () => (await cli(['export', '--what', 'posts'])).stdout
      const before = (await stored()).split('\n').length
      const again = await cli(['import', file, '--source', 'history', '--keep', 'all', '--again'])
      expect(again.code, again.stderr).toBe(0)
      const after = await ledger()
      expect(sum(after, 'index', 'ok')).toBe(sum(rows, 'index', 'ok'))
      expect(sum(after, 'index', 'drop', 'duplicate') - sum(rows, 'index', 'drop', 'duplicate')).toBe(
        sum(after, 'index') - sum(rows, 'index'),
      )
      expect((await stored()).split('\n').length).toBe(before)
    } finally {
      await running.stop()
    }
  })
})
