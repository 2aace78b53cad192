import { setTimeout as pause } from 'node:timers/promises'
import type { ClusterPorts } from '@moodlight/moodlight'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FaultServers, faultServers } from './fault-servers.ts'
import { NOTHING, Oracle } from './oracle.ts'
import { type ClusterRig, clusterRig, type Process, SERVICES, type Service, until } from './services-rig.ts'

/** What each service says of itself while its servers are away, while the line is full, and when it is told to stop. */
let servers: FaultServers
let rig: ClusterRig
let ports: ClusterPorts
let oracle: Oracle
const running = new Map<Service, Process>()

/** More than this may not wait in the log. */
const MOST_WAITING = 1_000

beforeAll(async () => {
  servers = await faultServers(26_000)
  rig = clusterRig({
    servers: { kafka: servers.brokers.brokers, elasticsearch: servers.elasticsearch.url },
    more: { ingest: { leaseSeconds: 4, mostWaiting: MOST_WAITING }, stopSeconds: 20 },
  })
  oracle = new Oracle(rig.inbox)
  running.set('ingest', await rig.start('ingest'))
  const others = SERVICES.filter((service) => service !== 'ingest')
  await Promise.all(others.map(async (service) => running.set(service, await rig.start(service))))
  ports = await rig.ports()
}, 900_000)

afterAll(async () => {
  await rig?.close()
  await servers?.close()
})

const stored = () => until('all posts are stored', async () => (await ports.store.stats()).posts === oracle.size)

type Checks = readonly { name: string; ok: boolean }[]

/** Names of the checks of one service that are not ready. */
async function unready(process: Process): Promise<string[]> {
  const answer = await fetch(`${process.health}/readyz`)
  const { checks } = (await answer.json()) as { checks: Checks }
  const names = checks.flatMap(({ name, ok }) => (ok ? [] : [name]))
  expect(answer.status).toBe(names.length > 0 ? 503 : 200)
  return names
}

const each = (what: string, is: (names: string[]) => boolean): Promise<void> =>
  until(what, async () => (await Promise.all([...running.values()].map(unready))).every(is))
const allReady = () => each('all are ready', (names) => names.length === 0)

async function allLive(): Promise<void> {
  for (const one of running.values()) expect((await fetch(`${one.health}/healthz`)).status).toBe(200)
}

const signal = (name: NodeJS.Signals) => {
  for (const broker of servers.brokers.numbers) servers.brokers.process(broker).signal(name)
}

interface Absence {
  readonly what: string
  /** Name of the check that says so. */
  readonly server: 'kafka' | 'elasticsearch'
  leave(): Promise<unknown>
  back(): Promise<unknown>
}

const brokersEach = (work: (broker: number) => Promise<unknown>) => Promise.all(servers.brokers.numbers.map(work))

const ABSENCES: readonly Absence[] = [
  {
    what: 'Kafka is silent',
    server: 'kafka',
    leave: async () => signal('SIGSTOP'),
    back: async () => signal('SIGCONT'),
  },
  {
    what: 'Kafka is gone',
    server: 'kafka',
    leave: () => brokersEach((n) => servers.brokers.process(n).kill()),
    back: () => brokersEach((n) => servers.brokers.restart(n)),
  },
  {
    what: 'Elasticsearch is silent',
    server: 'elasticsearch',
    leave: async () => servers.elasticsearch.process.signal('SIGSTOP'),
    back: async () => servers.elasticsearch.process.signal('SIGCONT'),
  },
  {
    what: 'Elasticsearch is gone',
    server: 'elasticsearch',
    leave: () => servers.elasticsearch.stop(),
    back: () => servers.elasticsearch.restart(),
  },
]

test.each(ABSENCES)(
  '$what: every service says so, lives on, and is ready again after; what comes meanwhile is stored then',
  async ({ server, leave, back }) => {
    await allReady()
    await leave()
    await each(`all say that ${server} is away`, (names) => names.includes(server))
    await allLive()
    oracle.write(200)
    await back()
    await allReady()
    await stored()
    expect(await oracle.compare(ports)).toEqual(NOTHING)
  },
  600_000,
)

test('index is away: ingest waits and says so before the log overflows, goes on after, and nothing is lost', async () => {
  const index = running.get('index') as Process
  const ingest = running.get('ingest') as Process
  expect(await index.stop()).toBe(0)
  running.delete('index')
  // Deliveries of 500 are looked at one by one, and the lag is asked for once a second: it may go over by some of them.
  const heaped = 12 * MOST_WAITING
  for (let n = 0; n < heaped; n += 500) {
    oracle.write(500)
    await pause(200)
  }
  await until('ingest says that there is no room', async () => (await unready(ingest)).includes('room in the log'))
  const waiting = async () => {
    const lag = (await ports.log.lag()).filter(({ lane }) => lane === 'live')
    return lag.reduce((sum, { records }) => sum + records, 0)
  }
  const then = await waiting()
  expect(then).toBeLessThan(heaped - 2 * MOST_WAITING)
  await pause(3_000)
  // Ticks go on: four partitions, two topics, once a second.
  expect((await waiting()) - then).toBeLessThan(100)
  running.set('index', await rig.start('index'))
  await stored()
  await allReady()
  expect(await oracle.compare(ports)).toEqual(NOTHING)
}, 600_000)

test('SIGTERM under load, listeners of the live feed included: all end with 0 within the time set, and what was left is done after', async () => {
  const query = running.get('query') as Process
  const feed = await fetch(`${query.address}/api/v1/live`, { headers: { accept: 'text/event-stream' } })
  expect(feed.status).toBe(200)
  const before = (await ports.store.stats()).posts
  oracle.write(3_000)
  await until('the work has begun', async () => (await ports.store.stats()).posts > before)
  const all = [...running.values()]
  // Past the time that is set, a service ends with 1.
  expect(await Promise.all(all.map((one) => one.stop()))).toEqual([0, 0, 0, 0])
  for (const one of all) expect(one.said()).toContain('"msg":"stopped"')
  running.clear()
  for (const service of SERVICES) running.set(service, await rig.start(service))
  await stored()
  expect(await oracle.compare(ports)).toEqual(NOTHING)
}, 600_000)
