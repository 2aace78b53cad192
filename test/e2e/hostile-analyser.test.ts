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

test('dead letters of ingest wait until they can be read, and then are the posts that their sources would have made', async () => {
  expect((await r.hook(JSON.stringify({ id: 'later', text: {} }))).status).toBe(202)
  const file = await r.file('broken.jsonl', '{"id":"later","text":\n')
  expect((await r.cli('import', file, '--source', 'forum')).code).toBe(4)
  const waiting = async () => (await r.letters()).filter((one) => one.stage === 'ingest' && one.redrivenAt === null)
  expect((await waiting()).map((one) => one.code).sort()).toEqual(['ML_EVENT_INVALID', 'ML_EVENT_NOT_JSON'])

  // Still wrong: they stay, nothing is lost and nothing doubles, and the command says so.
  const early = await r.cli('dead-letters', 'redrive', '--all')
  expect([early.code, early.stdout]).toEqual([4, '2 sent again. 2 of them failed again.\n'])
  expect((await waiting()).length).toBe(2)

  // A later release reads them, so to speak: the raw records are mended in place.
  for (const letter of await waiting())
    await r.put(`/state/dead-letter/${letter.id}`, {
      value: { ...letter, raw: JSON.stringify({ id: 'later', text: 'Testbank at last' }) },
    })
  const again = await r.cli('dead-letters', 'redrive', '--all')
  expect([again.code, again.stdout]).toEqual([0, '2 sent again.\n'])
  expect(await waiting()).toEqual([])
  expect((await of('words=last')).mentions.map((m) => m.post).sort()).toEqual(['forum:later', 'webhook:later'])
  await r.marker()
})
