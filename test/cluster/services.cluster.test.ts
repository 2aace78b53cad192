import type { ClusterPorts } from '@moodlight/moodlight'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { liveIds } from './live-ids.ts'
import { NOTHING, Oracle, received, recordsIn } from './oracle.ts'
import { type ClusterRig, clusterRig, elasticsearch, type Process, until } from './services-rig.ts'
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts'

/** The services as processes over real Kafka and Elasticsearch: two of each, and a proxy before Elasticsearch. */
describe('services as processes', () => {
  let proxy: TcpProxy
  let rig: ClusterRig
  let ports: ClusterPorts
  let oracle: Oracle
  let queries: readonly Process[]
  let others: readonly Process[]

  beforeAll(async () => {
    const { hostname, port } = new URL(elasticsearch())
    proxy = await tcpProxy({ host: hostname, port: Number(port) })
    rig = clusterRig({ elasticsearch: `http://127.0.0.1:${proxy.port}` })
    oracle = new Oracle(rig.inbox)
    const ingest = await rig.start('ingest')
    others = [
      ingest,
      ...(await Promise.all(
        (['ingest', 'enrich', 'enrich', 'index', 'index'] as const).map((name) => rig.start(name)),
      )),
    ]
    queries = await Promise.all([rig.start('query'), rig.start('query')])
    ports = await rig.ports()
  }, 900_000)
  afterAll(async () => {
    await rig?.close()
    await proxy?.close()
  })

  const stored = async () => (await ports.store.stats()).posts
  const ask = async <T>(path: string): Promise<T> => (await fetch(`${queries[0]!.address}${path}`)).json() as Promise<T>

  test('posts that go in at one end come out as a coloured mood at the other, and both live feeds tell the same under the same event ids, in the same order', async () => {
    const feeds = await Promise.all(queries.map(({ address }) => liveIds(address as string)))
    oracle.write(600)
    await until('all posts are stored', async () => (await stored()) === oracle.size)
    type Moods = { moods: { brand: string; colour: string; volume: Record<string, number> }[] }
    await until('the mood counts all of them', async () => {
      // On a busy machine it may say that it is: then there are no moods in the answer.
      const [mood] = (await ask<Partial<Moods>>('/api/v1/moods')).moods ?? []
      const { negative = 0, neutral = 0, positive = 0, unscored = 0 } = mood?.volume ?? {}
      return negative + neutral + positive + unscored === 600
    })
    const [mood] = (await ask<Moods>('/api/v1/moods')).moods
    expect(mood).toMatchObject({ brand: 'testbank', colour: 'red' })
    await until('both feeds told all', () => feeds.every((feed) => feed.events.length >= 600))
    const [one, two] = feeds.map(({ events }) => events.map(({ id, mention }) => `${id} ${mention}`))
    expect(new Set(feeds[0]!.events.map(({ mention }) => mention)).size).toBe(600)
    expect(two).toEqual(one)
    // A listener that comes back at the other instance goes on where it was.
    const { events } = feeds[0]!
    const from = events[250]!
    const again = await liveIds(queries[1]!.address as string, from.id)
    const rest = events.slice(events.findLastIndex(({ id }) => id === from.id) + 1).map(({ mention }) => mention)
    await until('the rest is told', () => again.events.length >= rest.length)
    expect(again.events.map(({ mention }) => mention).sort()).toEqual(rest.sort())
    for (const feed of [...feeds, again]) feed.close()
    expect(await oracle.compare(ports)).toEqual(NOTHING)
  }, 900_000)

  test('sources and partitions are shared: one instance reads the source, both label and both store', async () => {
    const metric = async (process: Process, name: string) => {
      const text = await (await fetch(`${process.health}/metrics`)).text()
      return text
        .split('\n')
        .filter((line) => line.startsWith(name))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
    }
    const of = (service: string) => others.filter((one) => one.service === service)
    await until('one holds the source', async () => {
      const held = await Promise.all(of('ingest').map((one) => metric(one, 'moodlight_sources_held')))
      return held.reduce((sum, n) => sum + n, 0) === 1
    })
    for (const service of ['enrich', 'index'])
      for (const one of of(service)) expect(await metric(one, 'moodlight_stage_records_total')).toBeGreaterThan(0)
    for (const one of of('index')) expect(await metric(one, 'moodlight_end_to_end_seconds_count')).toBeGreaterThan(0)
    for (const one of of('enrich')) expect(await metric(one, 'moodlight_log_time_to_loss_seconds')).toBeGreaterThan(0)
  })

  test('readiness turns false while Elasticsearch is away, and true again after; nothing that came meanwhile is lost', async () => {
    const all = [...others, ...queries]
    await until('all are ready', async () => (await Promise.all(all.map((one) => one.ready()))).every(Boolean))
    proxy.shut()
    await until('none is ready', async () => !(await Promise.all(all.map((one) => one.ready()))).some(Boolean))
    for (const one of all) expect((await fetch(`${one.health}/healthz`)).status).toBe(200)
    oracle.write(200)
    proxy.open()
    await until('all are ready again', async () => (await Promise.all(all.map((one) => one.ready()))).every(Boolean))
    await until('all posts are stored', async () => (await stored()) === oracle.size)
    expect(await oracle.compare(ports)).toEqual(NOTHING)
  }, 900_000)

  test('SIGTERM in the middle of the work: each finishes what it has in hand and ends with 0; its partner goes on', async () => {
    oracle.write(1500)
    const [ingest, , enrich, , index] = others as [Process, Process, Process, Process, Process]
    await until('the work has begun', async () => (await stored()) > oracle.size - 1400)
    const codes = await Promise.all([ingest, enrich, index].map((one) => one.stop()))
    expect(codes).toEqual([0, 0, 0])
    for (const one of [ingest, enrich, index]) expect(one.said()).toContain('"msg":"stopped"')
    await until('all posts are stored', async () => (await stored()) === oracle.size)
    expect(await oracle.compare(ports)).toEqual(NOTHING)
  }, 900_000)

  test('the ledger is balanced: what a stage received is what stands in its topic, and all of it became something', async () => {
    await until('nothing is in flight', async () => (await ports.log.lag()).every((group) => group.records <= 40))
    const rows = await ports.log.ledger()
    expect(received(rows, 'enrich')).toBe(await recordsIn(ports, 'posts'))
    expect(received(rows, 'index')).toBe(await recordsIn(ports, 'mentions'))
    // A record that was written again by a stage that could not commit the first time is applied again, without effect.
    expect(received(rows, 'index', 'ok')).toBeGreaterThanOrEqual(oracle.size)
    expect(received(rows, 'index', 'dead') + received(rows, 'enrich', 'dead')).toBe(0)
  }, 900_000)

  test('commands work beside it: ledger, export, dead letters, analyze, doctor', async () => {
    const ledger = await rig.cli('ledger')
    expect(ledger.stderr).toBe('')
    expect(ledger.stdout).toMatch(/index +inbox +live/)
    const lines = (await rig.cli('export', '--what', 'posts')).stdout.trim().split('\n')
    expect(lines).toHaveLength(oracle.size)
    expect((await rig.cli('dead-letters', 'list')).stdout).toContain('There are no dead letters.')
    expect((await rig.cli('analyze', 'Testbank is great')).stdout).toContain('positive')
    expect((await rig.cli('doctor')).stdout).toContain(`store: ${oracle.size.toLocaleString('en')} posts`)
  }, 900_000)
})
