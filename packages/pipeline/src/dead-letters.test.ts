import { DeadLetter, MoodlightError } from '@moodlight/core'
import type { EventLog, LogRecord } from '@moodlight/ports'
import { MemoryState } from '@moodlight/testkit'
import { expect, test } from 'vitest'
import { aLog } from '../test/rig.ts'
import { deadLetterOfRecord, deadMessage, MAX_RAW_BYTES, writeDeadLetters } from './dead-letters.ts'
import { redrive } from './redrive.ts'

const what = { stage: 'enrich', topic: 'posts', code: 'ML_STAGE_FAILED', at: 5 } as const
const clock = { now: () => 99 }
const post = (more: object = {}) => JSON.stringify({ type: 'post', source: 'demo', lane: 'live', ...more })

async function aRecord(log: EventLog, value: string): Promise<LogRecord> {
  const [position] = await log.append('posts', [{ key: 'test:1', value, lane: 'live' }])
  return (await log.read('posts', position!))!
}

test('the same failure of the same record has the same id; another place or stage has another', async () => {
  const log = await aLog(1)
  const [a, b] = [await aRecord(log, post()), await aRecord(log, post())]
  const letter = deadLetterOfRecord(what, a)
  expect(DeadLetter.parse(letter)).toEqual(letter)
  expect(letter.source).toBe('demo')
  expect(deadLetterOfRecord({ ...what, at: 6 }, a).id).toBe(letter.id)
  expect(deadLetterOfRecord(what, b).id).not.toBe(letter.id)
  expect(deadLetterOfRecord({ ...what, stage: 'index' }, a).id).not.toBe(letter.id)
})

test('a message never quotes what a foreign error says of the text', () => {
  let foreign: unknown
  try {
    JSON.parse('my secret post')
  } catch (error) {
    foreign = error
  }
  expect(String(foreign)).toContain('secret')
  expect(deadMessage('ML_STAGE_FAILED', foreign)).not.toContain('secret')
  expect(deadMessage('ML_STAGE_FAILED', foreign)).toMatch(/SyntaxError at dead-letters\.test\.ts:\d+/)
  expect(deadMessage('ML_STORE_FULL', new MoodlightError('ML_STORE_FULL', 'told by us'))).toContain('told by us')
})

test('broken text is stored whole, with lone surrogates and NUL replaced', async () => {
  const letter = deadLetterOfRecord(what, await aRecord(await aLog(), 'a\uD800b\u0000'))
  expect(letter.raw).toBe('a\uFFFDb\uFFFD')
  expect(letter.source).toBeNull()
})

test('writing again changes nothing, not even what was sent again meanwhile', async () => {
  const [log, state] = [await aLog(), new MemoryState()]
  const letter = deadLetterOfRecord(what, await aRecord(log, post()))
  const other = deadLetterOfRecord(what, await aRecord(log, post()))
  await writeDeadLetters(state, [letter])
  await redrive(letter.id, { log, state, clock })
  await writeDeadLetters(state, [letter, other])
  const stored = await state.list<DeadLetter>('dead-letter', { limit: 9 })
  expect(stored.map((doc) => doc.value.redrivenAt).sort()).toEqual([99, null])
})

test('what is sent again travels on the background lane, marked so', async () => {
  const [log, state] = [await aLog(), new MemoryState()]
  await writeDeadLetters(state, [deadLetterOfRecord(what, await aRecord(log, post({ text: 'ü' })))])
  const [doc] = await state.list<DeadLetter>('dead-letter', { limit: 1 })
  await redrive(doc!.id, { log, state, clock })
  const reader = await log.reader('g', 'posts')
  const [again] = await reader.next({ max: 9, waitMs: 0, lanes: ['background'] })
  expect(again).toMatchObject({ key: 'test:1', value: post({ text: 'ü' }).replace('live', 'background') })
})

test('a record too large for a document stays in the log and is sent again from there', async () => {
  const [log, state] = [await aLog(), new MemoryState()]
  const large = post({ text: 'x'.repeat(MAX_RAW_BYTES) })
  const letter = deadLetterOfRecord(what, await aRecord(log, large))
  expect(letter.raw).toBe('')
  await writeDeadLetters(state, [letter])
  await redrive(letter.id, { log, state, clock })
  const reader = await log.reader('g', 'posts')
  const [again] = await reader.next({ max: 9, waitMs: 0, lanes: ['background'] })
  expect(again?.value.length).toBe(large.replace('live', 'background').length)
  await log.expunge({ keys: ['test:1'], authors: [] })
  await expect(redrive(letter.id, { log, state, clock })).rejects.toMatchObject({ code: 'ML_NOT_FOUND' })
})

test('a dead letter always fits a document, however much of it has to be escaped', () => {
  for (const unit of ['x', '"', '\u0001', 'ü', '漢', '👍', '\uD800'])
    for (const n of [160_000, 240_000, 480_000, 980_000, 1_100_000]) {
      const position = { lane: 'live', partition: 0, offset: 0 } as const
      const letter = deadLetterOfRecord(what, { position, key: unit.repeat(600), value: unit.repeat(n), at: 0 })
      expect(Buffer.byteLength(JSON.stringify(letter))).toBeLessThanOrEqual(1 << 20)
    }
})

test('what never became a record goes back to ingest', async () => {
  const [log, state] = [await aLog(), new MemoryState()]
  const letter = {
    ...deadLetterOfRecord(what, await aRecord(log, post())),
    stage: 'ingest',
    topic: null,
    position: null,
  }
  await writeDeadLetters(state, [letter])
  const taken: DeadLetter[] = []
  let dead = 1
  const ingest = async (one: DeadLetter) => {
    taken.push(one)
    return { dead }
  }
  // What dies again has the same id and goes on waiting.
  expect((await redrive(letter.id, { log, state, clock, ingest })).redrivenAt).toBeNull()
  dead = 0
  taken.length = 0
  expect((await redrive(letter.id, { log, state, clock, ingest })).redrivenAt).toBe(clock.now())
  expect(taken).toEqual([letter])
  await expect(redrive(letter.id, { log, state, clock })).rejects.toMatchObject({ code: 'ML_USAGE' })
  await expect(redrive('none', { log, state, clock })).rejects.toMatchObject({ code: 'ML_NOT_FOUND' })
})
