import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '@moodlight/core'
import { ElasticsearchServer, fetchServers, javaHome } from '@moodlight/servers'
import { aKey, allMentions, anAuthor, aPost, aPostMentions, T0 } from '@moodlight/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainPosts } from '../test/plain-posts.ts'
import { settled, testOptions } from '../test/test-store.ts'
import { elasticsearchNeeds } from './needs.ts'
import { openElasticsearchStore } from './open.ts'

/** What needs a server of its own: killing it, and looking into its files. */
describe('a server of our own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'own-elasticsearch-'))
  let server: ElasticsearchServer
  beforeAll(async () => {
    const { elasticsearch: programs } = await fetchServers()
    server = await ElasticsearchServer.start({ programs, folder, port: 23_291, heapMb: 384 })
  }, 400_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('killed and started again in the middle of bulks: nothing lost, nothing doubled', {
    timeout: 600_000,
  }, async () => {
    const options = testOptions(server.url, 'kill', { requestTimeoutMs: 20_000, retryMs: 300_000 })
    const opened = await openElasticsearchStore(options)
    const store = settled(opened)
    const events = plainPosts(0, 1500)
    let done = false
    const kills = (async () => {
      let n = 0
      while (!done && n < 3) {
        await sleep(700)
        await server.process.kill()
        await server.restart()
        n++
      }
      return n
    })()
    for (let i = 0; i < events.length; i += 25)
      expect(await opened.store.apply(events.slice(i, i + 25))).toEqual(Array(25).fill('applied'))
    done = true
    expect(await kills).toBeGreaterThan(0)
    const found = await allMentions(store)
    expect(found.map((m) => m.post.nativeId)).toEqual(events.map((_, i) => `${events.length - 1 - i}`))
    expect(found.map((m) => m.post.text)).toEqual(
      events.toReversed().map((event) => (event.type === 'mentions' ? event.post.text : '')),
    )
    expect(await store.stats()).toMatchObject({ posts: events.length, mentions: events.length })
    expect(await store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
    const numbers = (await store.changes(0, 1000)).map((change) => change.n)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
    await opened.close()
  })

  it('after an erasure no file holds text, words, handle or name of what was erased', {
    timeout: 600_000,
  }, async () => {
    const opened = await openElasticsearchStore(
      // Copied segments may be stored compressed: without that the search below would find nothing at all.
      testOptions(server.url, 'erase', { indexSettings: { refresh_interval: '1s' } }),
    )
    const store = settled(opened)
    await store.apply(plainPosts(0, 200))
    const secret = [
      aPostMentions(aPost({ nativeId: 's1', author: 'target', text: 'zzsecretone said here' })),
      aPostMentions(aPost({ nativeId: 's2', author: 'somebody', text: 'zzsecrettwo said here' })),
      anAuthor('target', { handle: 'zzhandle', name: 'Zzname Of Person' }),
    ]
    await store.apply(secret)
    await opened.settle()
    const traces = ['zzsecretone', 'zzsecrettwo', 'zzhandle', 'zzname', 'Zzname']
    const data = join(folder, 'data')
    for (const trace of traces) expect(await filesWith(data, trace), trace).not.toEqual([])
    const report = await store.erase({ posts: ['test:s2'], authors: [aKey('target')], at: T0 + 1 })
    expect(report).toEqual({ posts: 2, mentions: 2, authors: 1 })
    for (const trace of traces) expect(await filesWith(data, trace), trace).toEqual([])
    expect(await store.apply(secret)).toEqual(['erased', 'erased', 'erased'])
    expect((await allMentions(store)).length).toBe(200)
    await opened.close()
  })
})

async function filesWith(dir: string, text: string): Promise<string[]> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of names.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    if ((await readFile(path).catch(() => Buffer.alloc(0))).includes(text)) found.push(path)
  }
  return found
}

/** TLS with a private authority and a sign-in by name, as a cluster of a company has them. */
describe('a server with TLS and users', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secure-elasticsearch-'))
  let server: ElasticsearchServer
  beforeAll(async () => {
    const { elasticsearch: programs } = await fetchServers()
    const settings = {
      'xpack.security.enabled': true,
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.key': 'node.key',
      'xpack.security.http.ssl.certificate': 'node.crt',
    }
    const prepare = (config: string) => {
      certificates(config)
      addUser(config, programs)
    }
    server = await ElasticsearchServer.start({
      programs,
      folder,
      port: 23_293,
      heapMb: 384,
      settings,
      https: true,
      prepare,
    })
  }, 400_000)
  afterAll(async () => {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('the private authority and the right password are taken, anything else is refused', {
    timeout: 300_000,
  }, async () => {
    const ca = readFileSync(join(folder, 'config/ca.crt'), 'utf8')
    const auth = { user: 'moodlight', password: new Secret('a long password') }
    const opened = await openElasticsearchStore(testOptions(server.url, 'secure', { ca, auth }))
    expect(await opened.store.apply(plainPosts(0, 5))).toEqual(Array(5).fill('applied'))
    expect(await allMentions(settled(opened))).toHaveLength(5)
    expect(await opened.check()).toMatchObject({ ok: true })
    await opened.close()
    const wrong = { user: 'moodlight', password: new Secret('another password') }
    await expect(openElasticsearchStore(testOptions(server.url, 'secure', { ca, auth: wrong }))).rejects.toMatchObject({
      code: 'ML_STORE_REFUSED',
    })
    await expect(openElasticsearchStore(testOptions(server.url, 'secure', { auth, retryMs: 0 }))).rejects.toMatchObject(
      { code: 'ML_STORE_UNAVAILABLE' },
    )
  })
})

/** An authority of our own, and a certificate of it for this machine. */
function certificates(folder: string): void {
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl: ${stderr}`)
  }
  const key = ['-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '30']
  run('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Our Own Authority')
  run(
    'req',
    ...key.slice(0, 4),
    '-keyout',
    'node.key',
    '-out',
    'node.csr',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
  )
  run(
    'x509',
    '-req',
    '-in',
    'node.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'node.crt',
    '-days',
    '30',
    '-copy_extensions',
    'copy',
  )
}

/** A user of the file realm with the least rights that the store says it needs, and none more. */
function addUser(config: string, programs: string): void {
  const role = JSON.stringify(
    elasticsearchNeeds(testOptions('https://127.0.0.1', 'secure', { createTemplates: true })).role,
  )
  // JSON is YAML.
  appendFileSync(join(config, 'roles.yml'), `\nmoodlight: ${role}\n`)
  const { status, stderr } = spawnSync(
    join(programs, 'bin/elasticsearch-users'),
    ['useradd', 'moodlight', '-p', 'a long password', '-r', 'moodlight'],
    { encoding: 'utf8', env: { ...process.env, ES_JAVA_HOME: javaHome(), ES_PATH_CONF: config } },
  )
  if (status !== 0) throw new Error(`elasticsearch-users: ${stderr}`)
}
