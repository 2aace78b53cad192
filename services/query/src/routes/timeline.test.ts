import { aHole, aMention, aPost, aPostMentions, DAY, HOUR, T0 } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../../test/setup.ts'

describe('GET /api/v1/timeline', () => {
  let t: Awaited<ReturnType<typeof testApp>>
  beforeEach(async () => {
    t = await testApp()
  })
  afterEach(() => t.app.close())
  const put = (id: string, at: number, source = 'main') =>
    t.store.put(aPostMentions(aPost({ nativeId: id, author: id, text: id, at, source }), [aMention()]))
  const states = async (query: string) => {
    const answer = await t.get(`/api/v1/timeline?brand=ing&${query}`)
    expect(answer.status).toBe(200)
    return answer.json().buckets.map((b: { state: string; volume: { total: number } }) => [b.state, b.volume.total])
  }

  test('not watched, complete and partial are told apart, and a hole is never zero', async () => {
    put('first', T0 - 4 * HOUR)
    put('last', T0 + 60_000)
    t.clock.at = T0 + 10 * 60_000
    t.store.holeList.push(aHole('h1', { source: 'main', from: T0 - 2 * HOUR, to: T0 - HOUR }))
    const from = new Date(T0 - 6 * HOUR).toISOString()
    expect(await states(`step=1h&from=${from}`)).toEqual([
      ['not-watched', 0],
      ['not-watched', 0],
      ['complete', 1],
      ['complete', 0],
      ['hole', 0],
      ['complete', 0],
      ['partial', 1],
    ])
    const answer = (await t.get(`/api/v1/timeline?brand=ing&step=1h&from=${from}`)).json()
    expect(answer.holes).toMatchObject([{ source: 'main', from: new Date(T0 - 2 * HOUR).toISOString() }])
    expect(answer.buckets[4].colour).toBe('grey')
  })

  test('a hole of a small source leaves the bucket complete, of half the voice makes it partial or a hole', async () => {
    for (let i = 0; i < 30; i++) put(`m${i}`, T0 - (i + 1) * HOUR, 'main')
    for (let i = 0; i < 2; i++) put(`s${i}`, T0 - (i + 1) * HOUR, 'small')
    t.store.holeList.push(aHole('h1', { source: 'small', from: T0 - 3 * HOUR, to: T0 - HOUR }))
    expect((await states('step=1h&from=-3h')).map(([s]: [string]) => s)).toEqual(['complete', 'complete', 'complete'])
  })

  test('days in Amsterdam have 23 hours when the clock changes', async () => {
    t.clock.at = Date.parse('2026-04-02T12:00Z')
    put('x', Date.parse('2026-03-28T12:00Z'))
    const answer = (await t.get('/api/v1/timeline?brand=ing&step=1d&from=2026-03-29&to=2026-03-31')).json()
    const hours = answer.buckets.map(
      (b: { from: string; to: string }) => (Date.parse(b.to) - Date.parse(b.from)) / HOUR,
    )
    expect(hours).toEqual([23, 24])
  })

  test('usual volume per bucket', async () => {
    for (let day = 0; day <= 8; day++) for (let i = 0; i < 4; i++) put(`d${day}-${i}`, T0 - day * DAY - i * 60_000)
    // Ten days of history: nine at this hour with one mention, one (the ninth) with none.
    put('old', T0 - 10 * DAY)
    const answer = (
      await t.get('/api/v1/timeline?brand=ing&step=1h&from=2026-05-20T12:00:00Z&to=2026-05-20T14:00:00Z')
    ).json()
    expect(answer.buckets.map((b: { usualVolume: number }) => b.usualVolume)).toEqual([0.9, 0])
  })

  test('marks of this brand and of models, not of other brands', async () => {
    put('x', T0 - DAY)
    const mark = { at: T0 - HOUR, by: 'somebody', text: 'changed' }
    t.store.marks.push(
      { ...mark, n: 1, kind: 'brand', ref: 'ing' },
      { ...mark, n: 2, kind: 'brand', ref: 'abn' },
      { ...mark, n: 3, kind: 'model', ref: 'm2' },
    )
    expect(
      (await t.get('/api/v1/timeline?brand=ing&from=-3h')).json().marks.map((m: { ref: string }) => m.ref),
    ).toEqual(['ing', 'm2'])
  })

  test('limits', async () => {
    const refused = async (query: string) => (await t.get(`/api/v1/timeline?brand=ing&${query}`)).json().error
    expect(await refused('step=1h&from=-8w&to=now&step=1h')).toMatchObject({ code: 'ML_QUERY_INVALID' })
    expect(await refused('step=15m&from=-8w')).toMatchObject({ code: 'ML_QUERY_TOO_WIDE' })
    expect(await refused('step=1m&from=-3d')).toMatchObject({ code: 'ML_QUERY_TOO_WIDE' })
    expect(await refused('from=now&to=-1h')).toMatchObject({ code: 'ML_QUERY_INVALID' })
  })
})
