import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOOK, type Rig, rig, WEBHOOKS } from './rig.ts'

let r: Rig
beforeAll(async () => {
  r = await rig(HOOK, `${WEBHOOKS}enrich: { timeLimitMs: 400 }\n`)
})
afterAll(() => r.close())

const post = (id: string, text: string) => ({ id, text: `Testbank ${text}`, network: 'forum' })
const filler = (name: string) => Array.from({ length: 40 }, (_, i) => post(`${name}${i}`, `works fine ${i}`))
const of = (filter: string) => r.ask<{ mentions: { post: string }[] }>(`/mentions?limit=1000&${filter}`)

test('texts that hang or kill an analyser become dead letters, all around them is stored, and they can be sent again', async () => {
  await r.up({ deadly: true })
  const items = [
    ...filler('a'),
    post('hang1', 'HANG for ever'),
    ...filler('b'),
    post('kill1', 'KILL the worker'),
    post('kill2', 'KILL it again'),
    ...filler('c'),
    post('hang2', 'HANG again'),
  ]
  expect((await r.hook(JSON.stringify(items))).status).toBe(202)
  await r.marker()
  await r.settled()
  expect(await r.ledger('hook', 'enrich')).toEqual({ ok: 121, 'dead ML_STAGE_TIMEOUT': 2, 'dead ML_STAGE_CRASH': 2 })
  expect(await r.ledger('hook', 'index')).toEqual({ ok: 121 })
  expect((await of('source=hook')).mentions.length).toBe(121)

  const list = await r.cli('dead-letters', 'list')
  expect(list.stdout.match(/ML_STAGE_(TIMEOUT|CRASH)/g)?.length).toBe(4)
  const [letter] = await r.letters()
  const shown = await r.cli('dead-letters', 'show', String(letter?.id))
  expect(shown.stdout).toContain('"stage": "enrich"')

  // As long as the cause is there they come back, once each.
  const early = await r.cli('dead-letters', 'redrive', '--all')
  expect([early.code, early.stdout]).toEqual([0, '4 sent again.\n'])
  await r.settled()
  expect((await of('source=hook')).mentions.length).toBe(121)
  const back = await r.letters()
  expect(back.filter((one) => one.redrivenAt === null).length).toBe(4)
  expect(await r.running().stop()).toBe(0)

  // The cause is gone: the same folder under the real program.
  await r.up()
  const again = await r.cli('dead-letters', 'redrive', '--all')
  expect([again.code, again.stdout]).toEqual([0, '4 sent again.\n'])
  await r.settled()
  const { mentions } = await of('source=hook')
  expect(mentions.length).toBe(125)
  for (const id of ['hang1', 'hang2', 'kill1', 'kill2']) expect(mentions.map((m) => m.post)).toContain(`forum:${id}`)
  const nothing = await r.cli('dead-letters', 'redrive', '--all')
  expect([nothing.code, nothing.stdout]).toEqual([0, '0 sent again.\n'])
  await r.marker()
})

test('a dead letter of ingest is sent again too, and is the same post as its source would have made', async () => {
  expect((await r.hook(JSON.stringify({ id: 'later', title: {}, text: {} }))).status).toBe(202)
  const letter = (await r.letters()).find((one) => one.stage === 'ingest')
  expect(letter?.code).toBe('ML_EVENT_INVALID')
  const sent = await r.cli('dead-letters', 'redrive', String(letter?.id))
  expect(sent.code).toBe(0)
  // It is still wrong, so that it stays a dead letter; nothing is lost and nothing doubles.
  expect((await r.letters()).filter((one) => one.stage === 'ingest').length).toBe(1)
  await r.marker()
})
