import { aMention, anIntent, aPost, aPostMentions, MINUTE, T0 } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../../test/setup.ts'

describe('mentions', () => {
  let t: Awaited<ReturnType<typeof testApp>>
  beforeEach(async () => {
    t = await testApp()
    for (let i = 0; i < 25; i++)
      t.store.put(
        aPostMentions(
          aPost({ nativeId: `p${i}`, author: `u${i}`, text: `ING post number ${i} @ me`, at: T0 - i * MINUTE }),
          [
            aMention({
              brand: 'ing',
              label: i % 2 ? 'negative' : 'positive',
              intents: i % 10 ? [] : [anIntent('leaves', { evidence: [{ start: 4, end: 9000 }] })],
            }),
            ...(i < 5 ? [aMention({ brand: 'abn', unscored: 'unsure-match' as const, certainty: 'unsure' })] : []),
          ],
        ),
      )
  })
  afterEach(() => t.app.close())
  const ids = async (query: string) => {
    const answer = await t.get(`/api/v1/mentions?${query}`)
    expect(answer.status).toBe(200)
    return answer.json().mentions.map((m: { id: string }) => m.id)
  }

  test('pages by cursor: all, once, in order', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = (await t.get(`/api/v1/mentions?brand=ing&limit=7${cursor ? `&cursor=${cursor}` : ''}`)).json()
      seen.push(...answer.mentions.map((m: { id: string }) => m.id))
      cursor = answer.next
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `test:p${i}~ing`))
  })

  test('a relative time does not move on between pages', async () => {
    const first = (await t.get('/api/v1/mentions?brand=ing&from=-10m&limit=2')).json()
    t.clock.at = T0 + 5 * MINUTE
    const second = (await t.get(`/api/v1/mentions?brand=ing&from=-10m&limit=1000&cursor=${first.next}`)).json()
    expect(second.query.from).toBe(first.query.from)
    expect(second.mentions).toHaveLength(9)
  })

  test('a cursor of another query, a broken and a foreign one are refused', async () => {
    const { next } = (await t.get('/api/v1/mentions?brand=ing&limit=2')).json()
    const forged = Buffer.from('{"q":"aaaaaaaaaaaa","f":null,"t":null,"c":"1"}').toString('base64url')
    for (const bad of [`brand=abn&limit=2&cursor=${next}`, 'brand=ing&cursor=xxx', `brand=ing&cursor=${forged}`]) {
      const answer = await t.get(`/api/v1/mentions?${bad}`)
      expect([answer.status, answer.json().error.code]).toEqual([400, 'ML_QUERY_CURSOR'])
    }
  })

  test('filters', async () => {
    expect(await ids('brand=ing&label=negative&limit=2')).toEqual(['test:p1~ing', 'test:p3~ing'])
    expect(await ids('brand=ing&intent=leaves,fraud')).toEqual(['test:p0~ing', 'test:p10~ing', 'test:p20~ing'])
    expect(await ids('intent=fraud')).toEqual([])
    expect((await t.get('/api/v1/mentions?intent=grumbles')).status).toBe(400)
    expect(await ids('brand=abn')).toEqual([])
    expect(await ids('brand=abn&certainty=unsure&limit=1')).toEqual(['test:p0~abn'])
    expect(await ids('brand=ing,abn&certainty=any&limit=2')).toHaveLength(2)
    expect(await ids('order=oldest&limit=1')).toEqual(['test:p24~ing'])
    expect(await ids(`words=${encodeURIComponent('"post number" 7')}`)).toEqual(['test:p7~ing'])
    expect(await ids(`words=${encodeURIComponent('“number 7”')}&words=post`)).toEqual(['test:p7~ing'])
    expect(await ids(`words=${encodeURIComponent('"number post"')}`)).toEqual([])
    expect(await ids('site=www.test.example&limit=1')).toHaveLength(1)
    expect(await ids('story=test:p3')).toEqual(['test:p3~ing'])
  })

  test('every brand of the post has its chip, whatever the filter', async () => {
    const { mentions } = (await t.get('/api/v1/mentions?brand=ing&limit=1')).json()
    expect(mentions[0].brands).toEqual([
      { brand: 'ing', label: 'positive', certainty: 'sure' },
      { brand: 'abn', label: 'unscored', certainty: 'unsure' },
    ])
  })

  test('one mention; ids with slashes, tildes and emoji; none such', async () => {
    const post = aPost({ nativeId: 'https://x.example/a~b?c=😀', text: 'x' })
    t.store.put(aPostMentions(post, [aMention()]))
    const path = (id: string) => `/api/v1/mentions/${encodeURIComponent(id)}`
    expect((await t.get(path(`${post.id}~ing`))).json().mention.post).toBe(post.id)
    for (const id of [`${post.id}~abn`, 'nothing', 'a~', '~ing', `${'x'.repeat(300)}~ing`]) {
      const answer = await t.get(path(id))
      expect([answer.status, answer.json().error.code]).toEqual([404, 'ML_NOT_FOUND'])
    }
  })

  test('right to left where due, and offsets that never leave the text', async () => {
    const wild = aMention({
      matches: [{ start: 3, end: 9_999, name: 'x', kind: 'name', certainty: 'sure', why: 'plain' }],
    })
    t.store.put(aPostMentions(aPost({ nativeId: 'fa', text: 'بانک ملت', at: T0 + 1 }), [wild], { language: 'fas' }))
    t.store.put(aPostMentions(aPost({ nativeId: 'un', text: '… ملت bank', at: T0 + 2 }), [wild], { language: 'und' }))
    const { mentions } = (await t.get('/api/v1/mentions?brand=ing&limit=3')).json()
    expect(mentions.map((m: { dir: string }) => m.dir)).toEqual(['rtl', 'rtl', 'ltr'])
    expect(mentions[1].matches[0]).toMatchObject({ start: 3, end: 8 })
  })

  test('CSV and JSON lines hold everything, beyond one page', async () => {
    for (let i = 0; i < 1200; i++)
      t.store.put(
        aPostMentions(aPost({ nativeId: `x${i}`, author: `x${i}`, text: `ING ${i}`, at: T0 - i }), [aMention()]),
      )
    const csv = await t.get('/api/v1/mentions.csv?brand=ing')
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toContain('mentions.csv')
    expect(csv.text.startsWith('\uFEFFid,at,brand,label')).toBe(true)
    expect(csv.text.split('\r\n')).toHaveLength(1 + 1225 + 1)
    const lines = (await t.get('/api/v1/mentions.jsonl?brand=ing&order=newest')).text.trimEnd().split('\n')
    expect(lines).toHaveLength(1225)
    expect(JSON.parse(lines[0]!).post).toBe('test:x0')
    expect(new Set(lines.map((l) => JSON.parse(l).id)).size).toBe(1225)
  })

  test('changes, numbered', async () => {
    const first = (await t.get('/api/v1/changes?limit=10')).json()
    const second = (await t.get(`/api/v1/changes?after=${first.next}&limit=1000`)).json()
    expect(first.changes).toHaveLength(10)
    expect(second.changes).toHaveLength(15)
    expect((await t.get('/api/v1/changes?after=999999')).json()).toMatchObject({ changes: [], next: 999999 })
  })
})
