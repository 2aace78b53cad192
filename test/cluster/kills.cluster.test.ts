import { afterAll, beforeAll, expect, test } from 'vitest'
import { Oracle, received, recordsIn } from './oracle.ts'
import { type ClusterRig, clusterRig, type Process, pause, type Service, until } from './services-rig.ts'

/**
 * SIGKILL of every service at random moments while posts flow, with an oracle that knows every id. The short form runs with the
 * suite; `npm run faults` runs the long one.
 */
const LONG = process.env['MOODLIGHT_FAULTS'] === 'long'
const [IDS, KILLS] = LONG ? [100_000, 100] : [5_000, 14]
const SEED = Number(process.env['MOODLIGHT_FAULTS_SEED'] ?? 1)
const LIMIT_MS = LONG ? 3 * 3_600_000 : 1_500_000

const SLOTS: readonly Service[] = ['ingest', 'ingest', 'enrich', 'enrich', 'index', 'index', 'query']

let rig: ClusterRig
const slots: { service: Service; process: Process | null; kills: number }[] = []

beforeAll(async () => {
  rig = clusterRig()
  // Ingest first: it settles what the others wait for.
  slots.push({ service: 'ingest', process: await rig.start('ingest'), kills: 0 })
  const rest = SLOTS.slice(1)
  slots.push(
    ...(await Promise.all(rest.map(async (service) => ({ service, process: await rig.start(service), kills: 0 })))),
  )
}, 900_000)
afterAll(() => rig?.close())

test(`after ${KILLS} kills at random moments nothing of ${IDS} ids is lost, doubled or changed, and the ledger balances`, {
  timeout: LIMIT_MS,
}, async () => {
  const random = randomFrom(SEED)
  const oracle = new Oracle(rig.inbox)
  const ports = await rig.ports()
  const began = Date.now()
  const starting: Promise<void>[] = []
  for (let kill = 0; kill < KILLS; ) {
    if (oracle.size < IDS) oracle.write(Math.ceil((IDS - oracle.size) / (KILLS - kill)))
    await pause(1_000 + random() * 4_000)
    const alive = slots.filter((slot) => slot.process !== null)
    const slot = alive[Math.floor(random() * alive.length)]
    if (!slot?.process) continue
    await slot.process.kill()
    slot.process = null
    slot.kills++
    kill++
    starting.push(
      rig.start(slot.service).then((process) => {
        slot.process = process
      }),
    )
    // Not so fast that nothing runs any more.
    if (slots.filter((one) => one.process === null).length > 2) await Promise.all(starting)
  }
  await Promise.all(starting)
  const kills = slots.reduce((sum, slot) => sum + slot.kills, 0)
  await until('all posts are stored', async () => (await ports.store.stats()).posts >= oracle.size, LIMIT_MS / 2)
  const seconds = (Date.now() - began) / 1000
  await until('nothing is in flight', async () => {
    const lag = (await ports.log.lag()).filter(({ group }) => group === 'enrich' || group === 'index')
    // Ticks are always on their way.
    return lag.every(({ records }) => records <= 40)
  })
  expect(await oracle.compare(ports)).toEqual({ lost: 0, strange: 0, changed: 0, doubled: 0 })
  const counts = await ports.store.counts({
    brands: ['testbank'],
    from: 0,
    to: Math.ceil(Date.now() / 900_000 + 1) * 900_000,
    step: 900_000,
  })
  expect(counts.reduce((sum, row) => sum + row.mentions, 0)).toBe(oracle.size)
  const rows = await ports.log.ledger()
  const [posts, mentions] = [await recordsIn(ports, 'posts'), await recordsIn(ports, 'mentions')]
  expect(received(rows, 'enrich')).toBe(posts)
  expect(received(rows, 'index')).toBe(mentions)
  // A record that was written again by a stage that could not commit the first time is applied again, without effect.
  expect(received(rows, 'index', 'ok')).toBeGreaterThanOrEqual(oracle.size)
  expect(received(rows, 'enrich', 'dead') + received(rows, 'index', 'dead')).toBe(0)
  expect(kills).toBeGreaterThanOrEqual(KILLS)
  const by = Object.entries(Object.groupBy(slots, ({ service }) => service)).map(
    ([service, all]) => `${service} ${all?.reduce((sum, slot) => sum + slot.kills, 0)}`,
  )
  console.log(
    `kills: ${kills} (${by.join(', ')}), ids ${oracle.size}, records of posts ${posts}, of mentions ${mentions}, repeats at index ${received(rows, 'index', 'drop')}, ${Math.round(seconds)} s; lost 0, doubled 0`,
  )
})

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
