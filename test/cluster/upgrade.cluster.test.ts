import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NOTHING, Oracle, received, recordsIn } from './oracle.ts'
import { randomFrom } from './random.ts'
import { type ClusterRig, clusterRig, type Process, type Service, until } from './services-rig.ts'

/**
 * A rolling upgrade under load: instances of this release are replaced one after the other by those of the next (see
 * next-release.ts), in the order that docs/operations.md names, and then one is put back.
 */
const NEXT = { release: new URL('./next-release.ts', import.meta.url).href }
const ORDER: readonly Service[] = ['query', 'query', 'index', 'index', 'enrich', 'enrich', 'ingest', 'ingest']

let rig: ClusterRig
const slots: { service: Service; process: Process }[] = []

beforeAll(async () => {
  rig = clusterRig()
  const ingest = await rig.start('ingest')
  const rest = ORDER.slice(0, -1)
  slots.push(...(await Promise.all(rest.map(async (service) => ({ service, process: await rig.start(service) })))))
  slots.push({ service: 'ingest', process: ingest })
}, 900_000)
afterAll(() => rig?.close())

test('versions n and n + 1 side by side, one replaced after the other under load: nothing is lost or doubled, and new posts are labelled by the new models', async () => {
  const ports = await rig.ports()
  const oracle = new Oracle(rig.inbox)
  const random = randomFrom(7)
  const flowing = setInterval(() => {
    oracle.write(25)
    oracle.revise(1, 1, random)
  }, 250)
  const replace = async (slot: (typeof slots)[number], by: { release?: string }) => {
    expect(await slot.process.stop()).toBe(0)
    slot.process = await rig.start(slot.service, by)
    await until('it is ready', () => slot.process.ready())
    await pause(1_000)
  }
  try {
    await until('the work has begun', async () => (await ports.store.stats()).posts > 100)
    for (const slot of slots) await replace(slot, NEXT)
    await until('something was made by the next release', async () => (await versions(rig)).has(2))
    // Put back: the former release reads what the next one wrote.
    for (const service of ['index', 'enrich'] as const)
      await replace(slots.find((slot) => slot.service === service)!, {})
    await pause(3_000)
  } finally {
    clearInterval(flowing)
  }
  await until('all posts are stored', async () => (await ports.store.stats()).posts === oracle.size)
  await until('nothing is in flight', async () =>
    (await ports.log.lag())
      .filter(({ group }) => group === 'enrich' || group === 'index')
      .every(({ records }) => records <= 40),
  )
  await pause(1_000)
  expect(await oracle.compare(ports)).toEqual(NOTHING)
  const rows = await ports.log.ledger()
  expect(received(rows, 'enrich')).toBe(await recordsIn(ports, 'posts'))
  expect(received(rows, 'index')).toBe(await recordsIn(ports, 'mentions'))
  expect(received(rows, 'enrich', 'dead') + received(rows, 'index', 'dead')).toBe(0)
  // Both releases have left their marks: the versions of their models, and the new field.
  expect([...(await versions(rig))].sort()).toEqual([1, 2])
  expect(await heard(rig)).toBeGreaterThan(0)
}, 900_000)

/** Enrichment versions of the stored posts. */
async function versions(of: ClusterRig): Promise<ReadonlySet<number>> {
  const { store } = await of.ports()
  const found = new Set<number>()
  for (let cursor: string | undefined; ; ) {
    const page = await store.posts({}, { limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    for (const { labelling } of page.items) found.add(labelling.enrichmentVersion)
    if (page.next === null) return found
    cursor = page.next
  }
}

/** How many posts of the log have the field that only the next release writes. */
async function heard(of: ClusterRig): Promise<number> {
  const { log } = await of.ports()
  const tail = await log.tail('posts', 'oldest')
  let n = 0
  for (let items = await tail.next({ max: 2000, waitMs: 0 }); items.length > 0; ) {
    for (const item of items) if (item.kind === 'record' && item.record.value.includes('"heard":')) n++
    items = await tail.next({ max: 2000, waitMs: 0 })
  }
  await tail.close()
  return n
}
