import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Leaders } from '../../packages/log-kafka/test/leaders.ts'
import { writeFaultPage } from './fault-report.ts'
import { type FaultServers, faultServers } from './fault-servers.ts'
import { watchLeaders, watchMemory } from './fault-watch.ts'
import { HTTP_FAULTS, type HttpFaults, httpFaults } from './http-faults.ts'
import { NOTHING, Oracle, received, recordsIn } from './oracle.ts'
import { randomFrom } from './random.ts'
import { type ClusterRig, clusterRig, type Process, type Service, until } from './services-rig.ts'

/**
 * Everything that may break is broken while posts flow, with an oracle that knows every id. The short form runs with the suite;
 * `npm run faults` runs the long one and writes docs/faults.md.
 */
const LONG = process.env['MOODLIGHT_FAULTS'] === 'long'
const SEED = Number(process.env['MOODLIGHT_FAULTS_SEED'] ?? 1)
const SIZE = LONG
  ? { kills: 100, killIds: 50_000, ids: 100_000, rounds: 1, esAwayMs: 120_000, spoiltMs: 90_000, stopMs: 9_000 }
  : { kills: 12, killIds: 4_000, ids: 9_000, rounds: 1, esAwayMs: 8_000, spoiltMs: 15_000, stopMs: 6_000 }
const LIMIT_MS = LONG ? 3_600_000 : 900_000
const PAGE = fileURLToPath(new URL('../../docs/faults.md', import.meta.url))

const SLOTS: readonly Service[] = ['ingest', 'ingest', 'enrich', 'enrich', 'index', 'index', 'query']

/** Where a process kills itself, and what lies on both sides of that moment. */
const POINTS: readonly (readonly [Service, string, string])[] = [
  ['ingest', 'ingest.normalised', 'before posts are appended'],
  ['ingest', 'ingest.appended', 'posts appended, cursor not yet moved'],
  ['ingest', 'ingest.cursor', 'cursor moved, source not yet told'],
  ['ingest', 'settings.leased', 'lease of the settings taken, nothing settled'],
  ['ingest', 'settings.settled', 'settings settled, lease not given back'],
  ['enrich', 'enrich.ran', 'labelled, nothing produced'],
  ['enrich', 'commit.produced', 'mentions and sums produced, offsets not committed'],
  ['enrich', 'commit.placed', 'offsets committed, not yet known here'],
  ['index', 'index.ran', 'bulk written, nothing committed'],
  ['index', 'commit.produced', 'sums produced, offsets not committed'],
  ['index', 'index.committed', 'committed, not yet counted in the metrics'],
]

interface Slot {
  readonly service: Service
  process: Process | null
}

const random = randomFrom(SEED)
const faults = new Map<string, number>()
const count = (fault: string, n = 1) => faults.set(fault, (faults.get(fault) ?? 0) + n)
const slots: Slot[] = []
const flows = new Set<NodeJS.Timeout>()
let servers: FaultServers
let proxy: HttpFaults
let rig: ClusterRig
let oracle: Oracle
let began = 0

const say = (what: string) => {
  if (LONG) console.log(`${Math.round((Date.now() - began) / 1000)} s, ${oracle.ids} ids: ${what}`)
}

beforeAll(async () => {
  servers = await faultServers(25_600)
  // Held back for longer than the client waits now and then: it then asks again for what was taken.
  proxy = await httpFaults(new URL(servers.elasticsearch.url), random, 6_000)
  rig = clusterRig({
    servers: { kafka: servers.brokers.brokers, elasticsearch: servers.elasticsearch.url },
    elasticsearch: `http://127.0.0.1:${proxy.port}`,
    requestSeconds: 4,
  })
  oracle = new Oracle(rig.inbox)
  // Ingest first: it settles what the others wait for.
  const first = await rig.start('ingest')
  slots.push({ service: 'ingest', process: first })
  const rest = await Promise.all(
    SLOTS.slice(1).map(async (service) => ({ service, process: await rig.start(service) })),
  )
  slots.push(...rest)
}, 900_000)

afterAll(async () => {
  for (const flowing of flows) clearInterval(flowing)
  await rig?.close()
  await proxy?.close()
  await servers?.close()
})

/** Writes posts, edits and deletions at a steady pace while there are fewer than `most` ids, and `least` a time in any case. */
function flow(most: number, perSecond: number, least = 0): { stop(): void } {
  const timer = setInterval(() => {
    const n = Math.max(least, Math.min(most - oracle.ids, Math.ceil(perSecond / 4)))
    if (n <= 0) return
    oracle.write(n)
    oracle.revise(Math.ceil(n / 25), Math.ceil(n / 60), random)
  }, 250)
  flows.add(timer)
  return { stop: () => clearInterval(timer) }
}

const anyOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!

async function kill(slot: Slot): Promise<void> {
  await slot.process?.kill()
  slot.process = null
  count(`SIGKILL of ${slot.service} at random`)
}

async function restart(slot: Slot): Promise<void> {
  slot.process = await rig.start(slot.service)
}

/** Instances of the service make way for one that kills itself at the point. */
async function killAt([service, point, what]: (typeof POINTS)[number], slot: Slot): Promise<void> {
  // Only who holds the source passes the points of ingest: nobody else may be there to take it.
  const out = service === 'ingest' ? slots.filter((one) => one.service === service) : [slot]
  for (const one of out) await kill(one)
  const nth = point.startsWith('settings') ? 1 : 1 + Math.floor(random() * 3)
  if ((await rig.doomed(service, `${point}:${nth}`, 120_000)) === 'killed') count(`SIGKILL of ${service}: ${what}`)
  else count(`SIGKILL of ${service} at random`)
  await Promise.all(out.map(restart))
}

const killed = () => [...faults].reduce((sum, [fault, n]) => sum + (fault.startsWith('SIGKILL of') ? n : 0), 0)

/** Services are killed beside each other, so that now and then nobody is there at all. */
async function kills(): Promise<void> {
  // However long the kills take, posts come as long as they do.
  const flowing = flow(SIZE.killIds, SIZE.killIds / (SIZE.kills * 4), 2)
  // The two of ingest together: see killAt.
  await Promise.all(slots.filter(({ service }, i) => i > 0 && service !== 'query').map(killsOf))
  flowing.stop()
  if (oracle.ids < SIZE.killIds) oracle.write(SIZE.killIds - oracle.ids)
}

async function killsOf(own: Slot): Promise<void> {
  const { service } = own
  const points = POINTS.filter(([of]) => of === service)
  for (let round = Math.floor(random() * 3); killed() < SIZE.kills; round++) {
    await pause(500 + random() * 1500)
    // Two of three at a named point, each in its turn.
    if (round % 3 !== 2) {
      await killAt(points[(round - Math.floor(round / 3)) % points.length]!, own)
    } else {
      const slot = service === 'ingest' ? anyOf(slots.filter((one) => ['ingest', 'query'].includes(one.service))) : own
      await kill(slot)
      await pause(random() * 2000)
      await restart(slot)
    }
    say(`${killed()} kills`)
  }
}

async function brokerFaults(leaders: Leaders): Promise<void> {
  const { brokers } = servers
  for (const broker of brokers.numbers) {
    brokers.process(broker).signal('SIGSTOP')
    await pause(SIZE.stopMs)
    brokers.process(broker).signal('SIGCONT')
    count('SIGSTOP of a broker past its session, then SIGCONT')
    await pause(5_000)
    const hard = broker % 2 === 1
    if (hard) await brokers.process(broker).kill()
    else await brokers.process(broker).stop()
    await brokers.restart(broker)
    count(hard ? 'SIGKILL and restart of a broker' : 'SIGTERM and restart of a broker')
    await pause(5_000)
    await leaders.rotate()
    count('leaders of all partitions handed on')
    await pause(4_000)
    say(`broker ${broker}`)
  }
}

test(`kills at named points and at random, faults of brokers, of Elasticsearch and between: nothing of ${SIZE.ids} ids is lost, doubled or changed`, {
  timeout: LIMIT_MS,
}, async () => {
  began = Date.now()
  const ports = await rig.ports()
  const stored = (limitMs = LIMIT_MS / 2) =>
    until('all posts are stored', async () => (await ports.store.stats()).posts === oracle.size, limitMs)
  await kills()
  await stored()
  say('all stored after the kills')

  const leaders = new Leaders(
    servers.brokers.brokers,
    ['posts.live', 'mentions.live', 'ledger'].map((topic) => `${rig.topicPrefix}${topic}`),
  )
  const pids = slots.map(({ process }) => process?.child.pid)
  const watching = watchLeaders(leaders)
  const faultMs = SIZE.rounds * 3 * (SIZE.stopMs + 30_000) + SIZE.esAwayMs + SIZE.spoiltMs
  const flowing = flow(SIZE.ids, ((SIZE.ids - SIZE.killIds) / faultMs) * 1000)
  await pause(SIZE.stopMs)
  const memory = watchMemory(slots)
  for (let round = 0; round < SIZE.rounds; round++) await brokerFaults(leaders)
  await servers.elasticsearch.stop()
  await pause(SIZE.esAwayMs)
  await servers.elasticsearch.restart()
  count(`Elasticsearch stopped for ${SIZE.esAwayMs / 1000} s`)
  say('Elasticsearch is back')
  proxy.spoil(0.03)
  await pause(SIZE.spoiltMs)
  proxy.spoil(0)
  const told = {
    '429': 'answers 429 instead of Elasticsearch’s',
    '503': 'answers 503 instead of Elasticsearch’s',
    reset: 'connections reset before the request was passed on',
    cut: 'connections cut after Elasticsearch had taken the request',
    slow: 'answers held back for up to 6 s (the limit is 4 s)',
  }
  for (const kind of HTTP_FAULTS) count(told[kind], proxy.done[kind])
  flowing.stop()
  if (oracle.ids < SIZE.ids) oracle.write(SIZE.ids - oracle.ids)
  await stored()
  say('all stored')
  count('moves of a partition to another leader', await watching.stop())
  const grown = memory.stop()
  // Nobody ended by itself in all of this.
  expect(slots.map(({ process }) => process?.child.pid)).toEqual(pids)
  for (const { process } of slots) expect([process?.child.exitCode, process?.child.signalCode]).toEqual([null, null])

  await until('nothing is in flight', async () => {
    const lag = (await ports.log.lag()).filter(({ group }) => group === 'enrich' || group === 'index')
    // Ticks are always on their way.
    return lag.every(({ records }) => records <= 40)
  })
  // What is findable follows what is written by a moment.
  await pause(1_000)
  const differences = await oracle.compare(ports)
  const rows = await ports.log.ledger()
  const ledger = [
    { stage: 'enrich', records: await recordsIn(ports, 'posts'), received: received(rows, 'enrich') },
    { stage: 'index', records: await recordsIn(ports, 'mentions'), received: received(rows, 'index') },
  ]
  const report = {
    seed: SEED,
    seconds: (Date.now() - began) / 1000,
    ids: oracle.ids,
    edits: oracle.edits,
    deletions: oracle.deletions,
    faults,
    differences,
    ledger,
    repeats: received(rows, 'index', 'drop'),
    dead: received(rows, 'enrich', 'dead') + received(rows, 'index', 'dead'),
    memory: grown,
  }
  console.log(JSON.stringify({ ...report, faults: Object.fromEntries(faults) }, null, 1))
  expect(differences).toEqual(NOTHING)
  for (const { stage, records, received: n } of ledger) expect([stage, n]).toEqual([stage, records])
  expect(report.dead).toBe(0)
  expect(killed()).toBeGreaterThanOrEqual(SIZE.kills)
  expect(oracle.ids).toBeGreaterThanOrEqual(SIZE.ids)
  for (const kind of HTTP_FAULTS) expect(proxy.done[kind]).toBeGreaterThan(0)
  expect(faults.get('moves of a partition to another leader')).toBeGreaterThan(0)
  for (const point of POINTS) if (LONG) expect(faults.get(`SIGKILL of ${point[0]}: ${point[2]}`)).toBeGreaterThan(0)
  const counts = await ports.store.counts({
    brands: ['testbank'],
    from: Math.floor(began / 900_000 - 1) * 900_000,
    to: Math.ceil(Date.now() / 900_000 + 1) * 900_000,
    step: 900_000,
  })
  expect(counts.reduce((sum, row) => sum + row.mentions, 0)).toBe(oracle.size)
  // A leak of what is in flight would be a multiple: 50,000 posts with all that hangs on them are 100 MB.
  for (const { before, after } of grown) expect(after).toBeLessThan(before * 1.5 + 60)
  if (LONG) writeFaultPage(PAGE, report)
})
