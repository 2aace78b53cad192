import { mkdtempSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MoodlightError, Secret } from '@moodlight/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testApp } from '../../test/setup.ts'

const long = 'x'.repeat(5000)

describe('hostile parameters', () => {
  let t: Awaited<ReturnType<typeof testApp>>
  beforeEach(async () => {
    t = await testApp()
  })
  afterEach(() => t.app.close())

  test.each([
    ['mentions?brand=..%2f..%2fetc%2fpasswd', 'brand'],
    ['mentions?brand=nosuch', 'brand'],
    ['mentions?limit=0', 'limit'],
    ['mentions?limit=1001', 'limit'],
    ['mentions?limit=-1', 'limit'],
    ['mentions?limit=1e9', 'limit'],
    ['mentions?limit=10&limit=20', 'limit'],
    ['mentions?order=sideways', 'order'],
    ['mentions?from=yesterday', 'from'],
    ['mentions?from=2026-02-31', 'from'],
    ['mentions?from=2026-13-01T00:00:00Z', 'from'],
    ['mentions?from=-999999w', 'from'],
    ['mentions?from=now&to=-1h', 'from'],
    ['mentions?from=%00', 'from'],
    ['mentions?zone=Mars/Olympus', 'zone'],
    ['mentions?zone=%2B03:30', 'zone'],
    ['mentions?language=klingonese', 'language'],
    ['mentions?label=happy', 'label'],
    ['mentions?voice=public,robot', 'voice'],
    ['mentions?author=anna', 'author'],
    ['mentions?story=nostory', 'story'],
    ['mentions?certainty=maybe', 'certainty'],
    ['mentions?words=%22%22', 'words'],
    ['mentions?words=%22%20...%20%22', 'words'],
    [`mentions?words=${long}`, 'words'],
    [`mentions?words=${Array.from({ length: 21 }, (_, i) => `w${i}`).join('%20')}`, 'words'],
    [`mentions?site=${long}`, 'site'],
    [`mentions?source=${Array.from({ length: 51 }, (_, i) => `s${i}`).join()}`, 'source'],
    [`mentions?${'brand=ing&'.repeat(201)}`, 'brand'],
    ['mentions?__proto__=1', '__proto__'],
    ['mentions?constructor[prototype]=1', 'constructor[prototype]'],
    ['mentions?brand[]=ing', 'brand[]'],
    ['moods?window=3h', 'window'],
    ['moods?window=24h&from=-1h', 'from'],
    ['moods?window=range', 'from'],
    ['moods?from=-9999d', 'from'],
    ['timeline', 'brand'],
    ['timeline?brand=ing,abn', 'brand'],
    ['timeline?brand=ing&step=7m', 'step'],
    ['stories?brand=ing&limit=51', 'limit'],
    ['stories?brand=ing&from=-1000d', 'from'],
    ['changes?after=-1', 'after'],
    ['changes?after=99999999999999999999', 'after'],
    ['brands?x=1', 'x'],
    ['live?brand=nosuch', 'brand'],
    ['live?from=-1h', 'from'],
    ['mentions.csv?cursor=x', 'cursor'],
    ['mentions.jsonl?from=x', 'from'],
  ])('%s', async (path, field) => {
    const answer = await t.get(`/api/v1/${path}`)
    const { error } = answer.json()
    expect(answer.status).toBe(400)
    expect(['ML_QUERY_INVALID', 'ML_QUERY_TOO_WIDE']).toContain(error.code)
    expect(error.fields[0].field).toBe(field)
    if (path === 'timeline') expect(error.message).toBe('brand: is missing')
    expect(error.requestId).toBe(answer.headers['x-request-id'])
    expect(answer.text.length).toBeLessThan(2000)
    expect(answer.headers['content-type']).toContain('application/json')
  })

  test('the nearest known name is told', async () => {
    const message = async (path: string) => (await t.get(path)).json().error.message
    expect(await message('/api/v1/mentions?lable=negative')).toContain('did you mean label?')
    expect(await message('/api/v1/mentions?lang=nl')).toContain('did you mean language?')
    expect(await message('/api/v1/moods?brand=ign')).toContain('did you mean ing?')
  })

  test.each(['/api/v1/nothing', '/api/v1/mentions/a/b/c', '/etc/passwd', '/%2e%2e/x', '/api/v1/mentions/%00~ing'])(
    'nothing at %s',
    async (path) => {
      const answer = await t.get(path)
      expect([answer.status, answer.json().error.code]).toEqual([404, 'ML_NOT_FOUND'])
    },
  )

  test('a URL that is none, another method, a body where none belongs', async () => {
    expect((await t.get('/api/v1/%zz')).json().error.code).toBe('ML_QUERY_INVALID')
    const post = await t.app.inject({
      method: 'POST',
      url: '/api/v1/moods',
      headers: { host: 'localhost' },
      payload: { a: 1 },
    })
    expect([post.statusCode, post.json().error.code]).toEqual([405, 'ML_QUERY_METHOD'])
    const proto = await t.app.inject({
      method: 'POST',
      url: '/api/v1/moods',
      headers: { host: 'localhost', 'content-type': 'application/json' },
      payload: '{"__proto__":{"x":1}}',
    })
    expect(proto.statusCode).toBeGreaterThanOrEqual(400)
    expect(proto.json().error.todo).toBeTypeOf('string')
  })

  test('what breaks inside is not told, but can be found by the request id', async () => {
    t.store.failure = new Error('SELECT * FROM secrets; /home/somebody/store.db')
    for (const path of ['moods', 'mentions', 'timeline?brand=ing', 'stories?brand=ing', 'sources', 'mentions.csv']) {
      const answer = await t.get(`/api/v1/${path}`)
      expect([answer.status, answer.json().error.code]).toEqual([500, 'ML_INTERNAL'])
      expect(answer.text).not.toMatch(/secrets|somebody|stack/)
      expect(answer.json().error.requestId).toMatch(/^[0-9a-f-]{36}$/)
    }
    t.store.failure = new MoodlightError('ML_STORE_CLOSED', 'worker thread 7 is gone')
    const answer = await t.get('/api/v1/moods')
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2'])
    expect(answer.text).not.toContain('worker')
    expect((await t.get('/readyz')).status).toBe(503)
    expect((await t.get('/healthz')).status).toBe(200)
  })
})

describe('hosts', () => {
  test.each([
    ['evil.example', undefined],
    ['evil.example:80', undefined],
    ['localhost:9999', undefined],
    ['127.0.0.1.evil.example', undefined],
    ['localhost', 'http://evil.example'],
    ['localhost', 'null'],
    ['localhost', 'http://localhost:9999'],
    ['localhost', 'file://localhost'],
  ])('Host %s with Origin %s is refused', async (host, origin) => {
    const t = await testApp()
    for (const url of ['/api/v1/brands', '/', '/metrics', '/api/v1/live']) {
      const answer = await t.get(url, { host, ...(origin && { origin }) })
      expect([answer.status, answer.json().error.code]).toEqual([421, 'ML_QUERY_HOST'])
    }
    await t.app.close()
  })

  test('ours are served, also the configured ones', async () => {
    const t = await testApp()
    t.setBound({ host: '127.0.0.1', port: 8123 })
    for (const host of ['localhost:8123', '127.0.0.1:8123', '[::1]:8123', 'LOCALHOST:8123'])
      expect((await t.get('/api/v1/brands', { host, origin: `http://${host}` })).status).toBe(200)
    expect((await t.get('/api/v1/brands', { host: 'localhost' })).status).toBe(421)
    await t.app.close()
    const { server } = t.deps
    const other = await testApp({ server: { ...server, allowedHosts: ['mood.example.org'] } })
    expect(
      (await other.get('/api/v1/brands', { host: 'mood.example.org', origin: 'https://mood.example.org' })).status,
    ).toBe(200)
    await other.app.close()
  })
})

describe('page, headers and local routes', () => {
  test('security headers stand on every answer, and the API is not cached', async () => {
    const t = await testApp()
    for (const url of ['/api/v1/brands', '/nothing', '/api/v1/mentions?x=1', '/metrics']) {
      const { headers } = await t.get(url)
      expect(headers['content-security-policy']).toContain("script-src 'self'")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-frame-options']).toBe('DENY')
    }
    expect((await t.get('/api/v1/brands')).headers['cache-control']).toBe('no-store')
    await t.app.close()
  })

  test('files of the page, its own paths, and nothing outside of it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'page-'))
    await mkdir(join(dir, 'page', 'assets'), { recursive: true })
    writeFileSync(join(dir, 'secret.txt'), 'secret')
    writeFileSync(join(dir, 'page', 'index.html'), '<!doctype html><title>Moodlight</title>')
    writeFileSync(join(dir, 'page', 'assets', 'app-1a2b.js'), 'export {}')
    const t = await testApp({ staticDir: join(dir, 'page') })
    for (const url of ['/', '/brand/ing', '/feed?brand=ing']) {
      const answer = await t.get(url)
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-cache'])
      expect(answer.text).toContain('Moodlight')
    }
    expect((await t.get('/assets/app-1a2b.js')).headers['cache-control']).toContain('immutable')
    for (const url of [
      '/assets/none.js',
      '/api/v1/none',
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/favicon.ico',
    ]) {
      const answer = await t.get(url)
      expect(answer.status, url).toBeGreaterThanOrEqual(400)
      expect(answer.json().error.code, url).toMatch(/^ML_/)
    }
    await t.app.close()
  })

  test('local routes want the token of the data folder', async () => {
    const t = await testApp({
      local: {
        token: new Secret('right-token'),
        routes: async (app) => {
          app.get('/ledger', async () => ({ rows: [] }))
        },
      },
    })
    const status = async (headers: Record<string, string>) => (await t.get('/api/v1/local/ledger', headers)).status
    expect(await status({})).toBe(401)
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await status({ authorization: 'Basic right-token' })).toBe(401)
    expect(await status({ authorization: 'Bearer right-token' })).toBe(200)
    expect((await t.get('/openapi.json')).text).not.toContain('ledger')
    await t.app.close()
  })

  test('metrics name routes and never URLs', async () => {
    const t = await testApp()
    await t.get('/api/v1/mentions/test:secret-id~ing')
    const { text } = await t.get('/metrics')
    expect(text).toContain(
      'moodlight_http_request_seconds_count{method="GET",route="/api/v1/mentions/:id",status="404"} 1',
    )
    expect(text).not.toContain('secret-id')
    await t.app.close()
  })
})
