import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { NOTHING, Oracle, PARTITIONS } from './oracle.ts'
import { clusterRig, elasticsearch, kafka, until } from './services-rig.ts'

const BEFORE = 300
const AFTER = 200
/** Both Kafka topics of mentions are set back. */
const LANES = ['live', 'background'] as const

/** A question to Elasticsearch itself, as an operator asks it. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${elasticsearch()}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json() as Promise<T>
}

// docs/operations.md, "Backup and restore", step by step.
test('a snapshot, everything gone, restored: index is set back, erasures are done again, and nothing is missing or double', async () => {
  const rig = clusterRig()
  onTestFinished(() => rig.close())
  const oracle = new Oracle(rig.inbox)
  const services = await Promise.all((['ingest', 'enrich', 'index'] as const).map((name) => rig.start(name)))
  const ports = await rig.ports()
  const stored = async () => (await ports.store.stats()).posts
  oracle.write(BEFORE)
  await until('all posts are stored', async () => (await stored()) === BEFORE)

  const prefix = rig.topicPrefix.slice(0, -1)
  const indices = `${prefix}-*`
  await ask('PUT', `_snapshot/${prefix}`, { type: 'fs', settings: { location: prefix } })
  onTestFinished(() => ask('DELETE', `_snapshot/${prefix}`).then(() => undefined))
  const since = Date.now()
  const { snapshot } = await ask<{ snapshot: { state: string; shards: { failed: number } } }>(
    'PUT',
    `_snapshot/${prefix}/one?wait_for_completion=true`,
    { indices, include_global_state: false },
  )
  expect([snapshot.state, snapshot.shards.failed]).toEqual(['SUCCESS', 0])

  // After the snapshot: more posts, and somebody who is erased.
  oracle.write(AFTER)
  await until('all posts are stored', async () => (await stored()) === BEFORE + AFTER)
  const [sample] = (await ports.store.posts({}, { limit: 1 })).items
  const author = sample!.post.author!.key
  const theirs = (BEFORE + AFTER) / 50
  const erase = () => rig.cli('erase', '--author', author, '--yes')
  expect((await erase()).stdout).toContain(`Erased: ${theirs} posts`)
  for (const service of services) expect(await service.stop()).toBe(0)

  const names = (await ask<{ index: string }[]>('GET', `_cat/indices/${indices}?format=json`)).map(({ index }) => index)
  await ask('DELETE', names.join(','))
  expect(await ask('GET', `_cat/indices/${indices}?format=json`)).toEqual([])
  await ask('POST', `_snapshot/${prefix}/one/_restore?wait_for_completion=true`, {
    indices,
    include_global_state: false,
  })
  // What was erased after the snapshot is back with it, and what was stored after it is not.
  expect(await stored()).toBe(BEFORE)

  const admin = new Kafka({ brokers: [...kafka()], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  for (const lane of LANES) {
    const topic = `${rig.topicPrefix}mentions.${lane}`
    const partitions = await admin.fetchTopicOffsetsByTimestamp(topic, since)
    expect(partitions).toHaveLength(PARTITIONS)
    await admin.setOffsets({ groupId: `${rig.topicPrefix}index.mentions`, topic, partitions })
  }
  await admin.disconnect()

  // Before anybody sees it, and again when the log has brought back what it still held.
  expect((await erase()).stdout).toMatch(/Erased: \d+ posts/)
  const index = await rig.start('index')
  await until('what came after the snapshot is stored again', async () => (await stored()) === BEFORE + AFTER - theirs)
  await until('nothing waits', async () => (await ports.log.lag()).every(({ records }) => records <= 40))
  expect(await stored()).toBe(BEFORE + AFTER - theirs)
  // All that is missing are the posts of the one who was erased; nothing is changed, strange or double.
  expect(await oracle.compare(ports)).toEqual({ ...NOTHING, lost: theirs })
  expect(index.said()).not.toContain('"level":50')
}, 900_000)
