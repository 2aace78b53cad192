import { aMention, anAuthor, aPost, aPostMentions, DAY, HOUR, MINUTE, T0 } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MemoryStore } from '../../test/memory-store.ts'
import { testApp } from '../../test/setup.ts'

type Labels = Parameters<typeof aMention>[0]
let n = 0
/** One post about one brand, from an author of its own. */
function put(
  store: MemoryStore,
  at: number,
  mention: Labels,
  post: Parameters<typeof aPost>[0] = {},
  language = 'eng',
) {
  n += 1
  const record = aPostMentions(
    aPost({ nativeId: `m${n}`, author: `a${n}`, text: `text ${n} about ING`, at, ...post }),
    [aMention(mention)],
    { language },
  )
  store.put(record)
  return record
}

describe('GET /api/v1/moods', () => {
  let t: Awaited<ReturnType<typeof testApp>>
  beforeEach(async () => {
    t = await testApp()
  })
  afterEach(() => t.app.close())
  const mood = async (query: string) => {
    const answer = await t.get(`/api/v1/moods?${query}`)
    expect(answer.status).toBe(200)
    return answer.json().moods[0]
  }

  test('no data is grey and says so', async () => {
    expect(await mood('brand=ing')).toMatchObject({
      colour: 'grey',
      reason: { code: 'no-data' },
      net: null,
      correction: 'none',
      usual: null,
      shareOfVoice: null,
      topNegative: null,
      freshness: { newest: null, stale: false, silent: [] },
    })
  })

  test('red with interval, share of voice and the largest negative story in one line', async () => {
    for (let i = 0; i < 40; i++) put(t.store, T0 - i * MINUTE, { label: i < 30 ? 'negative' : 'neutral' })
    for (let i = 0; i < 3; i++)
      put(
        t.store,
        T0 - 2 * HOUR - i,
        { label: 'negative' },
        { text: 'ING app\n is   down', contentHash: 'a'.repeat(16) },
      )
    for (let i = 0; i < 10; i++) put(t.store, T0 - i * MINUTE, { brand: 'abn', label: 'positive' })
    const made = await mood('brand=ing')
    const [largest] = (await t.get('/api/v1/stories?brand=ing&label=negative')).json().stories
    expect(largest).toMatchObject({ text: made.topNegative.text, posts: 3 })
    // Of another source nothing was heard, so nothing of it may stand on its tile.
    expect((await mood('brand=ing&source=elsewhere')).topNegative).toBeNull()
    expect((await t.get('/api/v1/stories?brand=ing&source=elsewhere')).json().stories).toEqual([])
    expect(made).toMatchObject({
      colour: 'red',
      reason: { code: 'below-band' },
      correction: 'stated-margin',
      volume: { negative: 33, neutral: 10, positive: 0, unscored: 0, total: 43 },
      stories: 41,
      authors: 43,
      topNegative: { text: 'ING app is down', posts: 3, authors: 3, lang: 'eng' },
    })
    expect(made.net.low).toBeLessThan(made.net.value)
    expect(made.net.high).toBeLessThan(0)
    expect(made.shareOfVoice).toBeCloseTo(43 / 53)
  })

  test('the same author on the same story is heard once, and counted as volume', async () => {
    for (let i = 0; i < 30; i++)
      put(t.store, T0 - i * MINUTE, { label: 'negative' }, { author: 'angry', contentHash: 'b'.repeat(16) })
    expect(await mood('brand=ing')).toMatchObject({
      colour: 'grey',
      reason: { code: 'too-few', have: 1, need: 20 },
      volume: { total: 30 },
      votes: { total: 1 },
    })
  })

  test('own accounts, unsure matches and other windows are kept out', async () => {
    put(t.store, T0 - MINUTE, { label: 'positive', voice: 'own' })
    put(t.store, T0 - MINUTE, { label: 'positive', certainty: 'unsure' })
    put(t.store, T0 - 2 * HOUR, { label: 'positive' })
    expect(await mood('brand=ing&window=1h')).toMatchObject({ apart: 1, volume: { total: 0 } })
    expect(await mood('brand=ing&window=24h')).toMatchObject({ volume: { total: 1 } })
  })

  test('the newest mention is inside, to the minute for one hour', async () => {
    put(t.store, T0 + 30_000, { label: 'positive' })
    put(t.store, T0 - HOUR + 30_000, { label: 'positive' })
    put(t.store, T0 - HOUR + 90_000, { label: 'positive' })
    t.clock.at = T0 + 45_000
    expect(await mood('brand=ing&window=1h')).toMatchObject({ volume: { total: 2 } })
  })

  test('source and language narrow it', async () => {
    put(t.store, T0 - MINUTE, { label: 'positive' }, { source: 'a' })
    put(t.store, T0 - MINUTE, { label: 'positive' }, { source: 'b' }, 'nld')
    expect(await mood('brand=ing&language=nl')).toMatchObject({ volume: { total: 1 } })
    expect(await mood('brand=ing&source=a,b')).toMatchObject({ volume: { total: 2 } })
    const answer = await t.get('/api/v1/moods?brand=ing&source=a&source=b&language=nl')
    expect(answer.json().query).toMatchObject({ source: ['a', 'b'], language: ['nld'], window: '24h' })
  })

  test('worse than usual, by the hours of the day after one week', async () => {
    for (let day = 0; day <= 7; day++)
      for (let i = 0; i < 60; i++)
        put(t.store, T0 - day * DAY - i * 20 * MINUTE, { label: (day === 0 ? i % 2 : i % 6) ? 'negative' : 'positive' })
    // The other way round: today half positive, usually one in six.
    const made = await mood('brand=ing')
    expect(made.usual).toMatchObject({ basis: 'hour-of-day', against: 'better', volumeAgainst: 'as-usual', weeks: 1 })
    expect(made.usual.samples).toBeGreaterThanOrEqual(6)
    expect(made.usual.difference.low).toBeGreaterThan(0)
  })

  test('stale and silent when its sources say nothing for long', async () => {
    for (let i = 0; i < 50; i++) put(t.store, T0 - 5 * HOUR - i * HOUR, { label: 'neutral' }, { source: 'quiet' })
    for (let i = 0; i < 50; i++) put(t.store, T0 - i * HOUR, { label: 'neutral' }, { source: 'lively' })
    expect((await mood('brand=ing')).freshness).toMatchObject({ stale: false, silent: [] })
    t.clock.at = T0 + 2 * DAY
    expect((await mood('brand=ing')).freshness).toMatchObject({ stale: true, silent: ['lively', 'quiet'] })
  })

  test('a range in the zone of the brand', async () => {
    put(t.store, Date.parse('2026-05-19T21:00Z'), { brand: 'mellat', label: 'positive' }, {}, 'fas')
    const answer = await t.get('/api/v1/moods?brand=mellat&from=2026-05-20&to=2026-05-20T12:00')
    expect(answer.json().query).toMatchObject({ from: '2026-05-19T20:30:00.000Z', to: '2026-05-20T08:30:00.000Z' })
    expect(answer.json()).toMatchObject({ zone: 'Asia/Tehran', moods: [{ volume: { total: 1 } }] })
  })

  test('authors are found for the mention of the story', async () => {
    t.store.authorRecords.set(anAuthor('zoe').key, anAuthor('zoe'))
    const { post } = put(t.store, T0 - MINUTE, { label: 'negative' }, { author: 'zoe' })
    const one = await t.get(`/api/v1/mentions/${encodeURIComponent(`${post.id}~ing`)}`)
    expect(one.json().mention.author).toMatchObject({ handle: 'zoe', name: 'Zoe' })
  })
})
