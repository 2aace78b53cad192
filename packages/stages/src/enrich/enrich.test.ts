import { Brand, handleKey, type Post, PostMentions } from '@moodlight/core'
import type { LogRecord } from '@moodlight/ports'
import { aPost, aPurge, aSettings, aTick, aTombstone, T0 } from '@moodlight/testkit'
import { expect, test } from 'vitest'
import { afterSettings, type BrandBook } from './brand-book.ts'
import { enrich, isSettings } from './enrich.ts'

const secret = 'test secret'
const brand = (part: object) => Brand.parse(part)
const book: BrandBook = {
  brands: [
    brand({
      id: 'ing',
      label: 'ING',
      names: [{ text: 'ING', exactCase: true }],
      handles: ['ingnl'],
      ownAccounts: ['test:ingnl'],
    }),
    brand({ id: 'rabo', label: 'Rabobank', names: ['Rabobank'] }),
    brand({ id: 'orange', label: 'Orange', names: [{ text: 'Orange', needsContext: true }], context: ['telecom'] }),
  ],
  versions: { generation: 1, enrichmentVersion: 4, settingsVersion: 2 },
}

const record = (value: string, part: Partial<LogRecord['position']> = {}): LogRecord => ({
  position: { lane: 'live', partition: 1, offset: 7, ...part },
  key: 'k',
  value,
  at: T0,
})
const stage = () => enrich({ book, secret }, { now: () => T0 + 9 })
const { signal } = new AbortController()

async function label(
  part: Parameters<typeof aPost>[0],
  at: Partial<LogRecord['position']> = {},
): Promise<PostMentions> {
  const [outcome] = await stage().run([record(JSON.stringify(aPost(part)), at)], signal)
  if (outcome?.kind !== 'ok') throw new Error(JSON.stringify(outcome))
  return PostMentions.parse(JSON.parse(outcome.value))
}
const brandsOf = (record: PostMentions) => record.mentions.map((m) => m.brand)

test('a post becomes a post with its mentions, its language and the versions of its labelling', async () => {
  const made = await label({ text: 'The ING app is terrible, it is broken and useless again today' })
  expect(made.language.code).toBe('eng')
  expect(made.mentions).toMatchObject([
    { brand: 'ing', certainty: 'sure', voice: 'public', sentiment: { label: 'negative' } },
  ])
  expect(made.labelling).toMatchObject({ generation: 1, enrichmentVersion: 4, settingsVersion: 2 })
  expect(made.labelling.modelHash).not.toBe('')
  expect(made.origin).toEqual({ lane: 'live', partition: 1, offset: 7 })
  expect(made.enrichedAt).toBe(T0 + 9)
})

test('two brands are judged each for itself', async () => {
  const { mentions } = await label({ text: 'Rabobank is wonderful and friendly. ING is awful, a terrible disgrace.' })
  const labels = Object.fromEntries(mentions.map((m) => [m.brand, m.sentiment.label]))
  expect(labels).toEqual({ ing: 'negative', rabo: 'positive' })
})

test('an unsure match has no label', async () => {
  const { mentions } = await label({ text: 'Orange is terrible' })
  expect(mentions).toMatchObject([
    { brand: 'orange', certainty: 'unsure', sentiment: { label: 'unscored', reason: 'unsure-match' } },
  ])
})

test('a repost is no mention, and a post that names nobody has an empty list', async () => {
  expect(brandsOf(await label({ repostOf: 'test:0' }))).toEqual([])
  expect(brandsOf(await label({ text: 'lovely weather' }))).toEqual([])
})

test("the brand's own account speaks with its own voice, recognised by pseudonym", async () => {
  const author: Post['author'] = {
    key: handleKey(secret, 'test', 'x'),
    handleKey: handleKey(secret, 'test', 'ingnl'),
    followers: null,
    automated: false,
  }
  expect((await label({ author })).mentions[0]?.voice).toBe('own')
})

test('the lane of the log rules: what is sent again is background', async () => {
  expect((await label({}, { lane: 'background' })).post.lane).toBe('background')
})

test('everything that is no post passes unchanged', async () => {
  const values = [aTombstone('test:1'), aPurge('anna', T0), aTick(T0), aSettings(3, [])].map((e) => JSON.stringify(e))
  const outcomes = await stage().run(
    values.map((value) => record(value)),
    signal,
  )
  expect(outcomes).toEqual(values.map((value) => ({ kind: 'ok', value })))
})

test('settings change the brands for what follows, once, and raise the enrichment version', async () => {
  const settings = aSettings(3, [
    { kind: 'brand', id: 'ing', value: null },
    { kind: 'brand', id: 'weather', value: brand({ id: 'weather', label: 'Weather', names: ['weather'] }) },
  ])
  const text = JSON.stringify(aPost({ text: 'ING and the weather' }))
  const run = stage()
  const [before, , after, , again] = await run.run(
    [text, JSON.stringify(settings), text, JSON.stringify(settings), text].map((v) => record(v)),
    signal,
  )
  const read = (o: typeof before) => PostMentions.parse(JSON.parse((o as { value: string }).value))
  expect(brandsOf(read(before))).toEqual(['ing'])
  expect(brandsOf(read(after))).toEqual(['weather'])
  expect(read(after).labelling).toMatchObject({ enrichmentVersion: 5, settingsVersion: 3 })
  expect(read(again).labelling).toMatchObject({ enrichmentVersion: 5, settingsVersion: 3 })
})

test('the enrichment version may be set outright, and other settings leave it alone', () => {
  expect(
    afterSettings(book, aSettings(3, [{ kind: 'option', id: 'enrichment-version', value: 9 }])).versions
      .enrichmentVersion,
  ).toBe(9)
  expect(afterSettings(book, aSettings(3, [{ kind: 'rule', id: 'r', value: 1 }])).versions).toEqual({
    generation: 1,
    enrichmentVersion: 4,
    settingsVersion: 3,
  })
  expect(afterSettings(book, aSettings(2, [{ kind: 'brand', id: 'ing', value: null }]))).toBe(book)
})

test('a settings event of a replay changes generation, version and models of all that follows', async () => {
  const model = new URL('../../test/gloomy-models.ts', import.meta.url).pathname
  const option = (value: object) => ({ kind: 'option' as const, id: 'generation', value })
  const taken = aSettings(3, [option({ generation: 2, enrichmentVersion: 1, model })])
  const back = aSettings(4, [option({ generation: 3, enrichmentVersion: 1, model: null })])
  const text = JSON.stringify(aPost({ text: 'ING is wonderful and great' }))
  const outcomes = await stage().run(
    [text, JSON.stringify(taken), text, JSON.stringify(back), text].map((value) => record(value)),
    signal,
  )
  const posts = [0, 2, 4].map((i) => PostMentions.parse(JSON.parse((outcomes[i] as { value: string }).value)))
  expect(posts.map(({ mentions }) => mentions[0]?.sentiment.label)).toEqual(['positive', 'negative', 'positive'])
  expect(posts.map(({ labelling }) => [labelling.generation, labelling.enrichmentVersion])).toEqual([
    [1, 4],
    [2, 1],
    [3, 1],
  ])
  expect(posts[1]?.labelling.modelHash).toMatch(/^gloomy-/)
  expect(afterSettings(book, aSettings(3, [option({ generation: 0 })])).versions.generation).toBe(1)
})

test('what is not JSON or no event is dead with its code, and never quotes the text', async () => {
  const outcomes = await stage().run(
    ['my secret words', '{"type":"post"}', '[]', '{"type":"new"}'].map((v) => record(v)),
    signal,
  )
  expect(outcomes.map((o) => (o.kind === 'dead' ? o.code : o.kind))).toEqual([
    'ML_EVENT_NOT_JSON',
    'ML_EVENT_INVALID',
    'ML_EVENT_INVALID',
    'ML_EVENT_INVALID',
  ])
  expect(JSON.stringify(outcomes)).not.toContain('secret words')
})

test('settings are told from posts that speak of settings', () => {
  expect(isSettings(record(JSON.stringify(aSettings(3, []))))).toBe(true)
  expect(isSettings(record(JSON.stringify(aPost({ text: '{"type":"settings"}' }))))).toBe(false)
  expect(isSettings(record('{ "v": 1, "type": "settings" }'))).toBe(true)
})
