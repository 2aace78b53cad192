import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sendWebhook, signWebhook } from '@moodlight/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { debianTools } from '../../scripts/images/tools.ts'
import { until } from '../cluster/services-rig.ts'
import { type Composed, composed } from './composed.ts'
import { askedFor } from './metric-names.ts'

const OURS = ['ingest', 'enrich', 'index', 'query'] as const
const obstacle = debianTools({ docker: 'docker.io', dockerd: 'docker.io' })
if (obstacle !== null) console.log(`skipped: the compose file: ${obstacle}`)

describe.skipIf(obstacle !== null)('deploy/compose.yaml', () => {
  let stack: Composed
  let handedIn = 0

  beforeAll(async () => {
    stack = await composed()
  }, 1_800_000)
  afterAll(async () => {
    // For whoever looks for what went wrong.
    if (process.env['MOODLIGHT_DEPLOY_LOGS']) console.log(stack?.run('logs', '--tail', '40'))
    await stack?.down()
  })

  const signIn = () => ({ authorization: `Basic ${Buffer.from(`moodlight:${stack.password}`).toString('base64')}` })
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${stack.page}${path}`, { headers: signIn() })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json() as Promise<T>
  }
  /** Two of three say bad things; everybody speaks for themselves. */
  const posts = (n: number) =>
    Array.from({ length: n }, () => {
      const id = `c${handedIn++}`
      const text =
        handedIn % 3 === 0 ? 'I love Testbank, great and friendly' : 'Testbank is a terrible disgrace, I hate it'
      return { id, text: `${text} ${id}`, author: { id: `author-${id}` }, createdAt: new Date().toISOString() }
    })
  const mood = async () => {
    type Moods = { moods: { brand: string; colour: string; volume: Record<string, number> }[] }
    const [one] = (await ask<Moods>('/api/v1/moods')).moods
    const { negative = 0, neutral = 0, positive = 0, unscored = 0 } = one?.volume ?? {}
    return { brand: one?.brand, colour: one?.colour, all: negative + neutral + positive + unscored }
  }
  const counted = (n: number) =>
    until(`the mood counts ${n}`, async () => (await mood().catch(() => ({ all: -1 }))).all === n, 300_000)
  const send = (n: number) => {
    const message = signWebhook(JSON.stringify(posts(n)), [stack.webhookSecret])
    return until(
      'the webhook takes the posts',
      async () => (await sendWebhook(stack.hook, message).catch(() => ({ status: 0 }))).status === 202,
      300_000,
    )
  }

  test('posts go in at one end, by signed webhook and by file, and a coloured mood comes out at the other', async () => {
    await send(300)
    writeFileSync(
      join(stack.inbox, 'posts.jsonl'),
      `${posts(300)
        .map((post) => JSON.stringify(post))
        .join('\n')}\n`,
    )
    await counted(600)
    expect(await mood()).toEqual({ brand: 'testbank', colour: 'red', all: 600 })
    const page = await fetch(stack.page, { headers: signIn() })
    expect(await page.text()).toContain('<div id="root">')
  }, 900_000)

  test('there is no page and no API without the password, and no way round the proxy', async () => {
    for (const path of ['/', '/api/v1/moods', '/openapi.json', '/metrics'])
      expect((await fetch(`${stack.page}${path}`)).status, path).toBe(401)
    const wrong = { authorization: `Basic ${Buffer.from('moodlight:wrong').toString('base64')}` }
    expect((await fetch(stack.page, { headers: wrong })).status).toBe(401)
    // From another container of the same network.
    const attempt = `fetch('http://page:4680/api/v1/moods').then(() => 'answered', (e) => e.cause.code).then(console.log)`
    expect(stack.run('exec', '-T', 'enrich', 'node', '-e', attempt).trim()).toBe('ECONNREFUSED')
    // Another name than those that the configuration allows: a page elsewhere that made its own name point here.
    const asked = stack.run('exec', '-T', 'query', 'node', '-e', FOREIGN, stack.password)
    expect(asked.trim()).toBe('421')
  })

  test('Prometheus finds every service, and they tell all metrics that alarms, board and autoscalers ask for', async () => {
    const prometheus = async <T>(path: string) =>
      ((await (await fetch(`${stack.prometheus}${path}`)).json()) as { data: T }).data
    type Targets = { activeTargets: { health: string; labels: { service: string } }[] }
    const up = async () =>
      (await prometheus<Targets>('/api/v1/targets')).activeTargets
        .filter(({ health }) => health === 'up')
        .map(({ labels }) => labels.service)
        .sort()
    await until('all targets are up', async () => (await up()).length === OURS.length, 120_000)
    expect(await up()).toEqual([...OURS].sort())
    const known = Object.keys(await prometheus<Record<string, unknown>>('/api/v1/metadata'))
    expect(askedFor().filter((name) => !known.includes(name))).toEqual([])
    const groups = await prometheus<readonly string[]>('/api/v1/label/group/values')
    expect(groups).toEqual(expect.arrayContaining(['enrich', 'index']))
    const lags = await prometheus<{ result: unknown[] }>(
      `/api/v1/query?query=${encodeURIComponent('moodlight_log_lag_records{lane="live",topic=~"posts|mentions"}')}`,
    )
    expect(lags.result.length).toBeGreaterThanOrEqual(2)
  })

  test('services are not root, cannot write into their image, and are healthy', async () => {
    for (const name of OURS) {
      const { Config, HostConfig } = stack.inspect(name)
      expect([Config.User, HostConfig.ReadonlyRootfs]).toEqual(['1000:1000', true])
      await until(`${name} is healthy`, () => stack.inspect(name).State.Health?.Status === 'healthy', 120_000)
    }
  })

  test('services and a broker are restarted, another enrich comes: nothing is lost, nothing counts twice', async () => {
    await send(200)
    stack.run('restart', 'enrich', 'query', 'kafka2')
    await send(200)
    stack.run('up', '--detach', '--no-recreate', '--scale', 'enrich=2', 'enrich')
    await counted(1000)
    expect(await mood()).toEqual({ brand: 'testbank', colour: 'red', all: 1000 })
    const ledger = stack.run(
      'exec',
      '-T',
      'index',
      'node',
      'services/moodlight/src/main.ts',
      'ledger',
      '--config',
      '/config/moodlight.yaml',
    )
    expect(ledger).toMatch(/index +hook +live/)
  }, 900_000)

  test('it stops within its time, each service with 0', () => {
    stack.run('stop', ...OURS)
    const codes = stack
      .run('ps', '--all', '--format', '{{.Service}} {{.ExitCode}}', ...OURS)
      .trim()
      .split('\n')
    expect(codes.length).toBeGreaterThanOrEqual(OURS.length)
    for (const line of codes) expect(line).toMatch(/ 0$/)
  })
})

/** Asks through the proxy, from inside its network, under a name that nobody allowed; the only argument is the password. */
const FOREIGN = `
const { request } = await import('node:http')
const headers = { host: 'evil.example', authorization: 'Basic ' + Buffer.from('moodlight:' + process.argv[1]).toString('base64') }
request({ port: 8080, path: '/api/v1/moods', headers }, (answer) => console.log(answer.resume().statusCode)).end()
`
