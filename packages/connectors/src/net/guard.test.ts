import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { AddressGuard, type ResolveAll } from './guard.ts'
import { httpGet } from './http-get.ts'

/** Names as a hostile zone would answer them. */
const ZONE: Readonly<Record<string, readonly string[]>> = {
  'public.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'loop.example': ['127.0.0.1'],
  'loop6.example': ['::1'],
  'mixed.example': ['93.184.215.14', '10.0.0.7'],
  'mapped.example': ['::ffff:169.254.169.254'],
  'nat64.example': ['64:ff9b::a9fe:a9fe'],
  'sixtofour.example': ['2002:7f00:1::'],
  'unique-local.example': ['fd00::1'],
  'link-local.example': ['fe80::1%eth0'],
  'cgnat.example': ['100.100.100.200'],
  'localhost.': ['127.0.0.1'],
  localtest: ['127.0.0.1'],
  'metadata.google.internal': ['169.254.169.254'],
  'nothing.example': [],
}
const resolve: ResolveAll = async (name) =>
  (ZONE[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

/** As the connector asks: the address itself first, then, at connecting, what its name resolves to. */
async function reach(url: string, allowPrivate: readonly string[] = []): Promise<void> {
  const guard = new AddressGuard(allowPrivate, { resolve })
  try {
    const parsed = new URL(url)
    guard.check(parsed)
    if (/[a-z]/i.test(parsed.hostname) && !parsed.hostname.startsWith('[')) await guard.addresses(parsed.hostname)
  } finally {
    await guard.close()
  }
}

describe('hostile addresses', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.255.255.254:8080/',
    'http://0/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0177.0.0.01/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://localhost/',
    'http://LOCALHOST:4680/',
    'http://localhost./',
    'http://a.localhost/',
    'http://[::1]/',
    'http://[::]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::1]/',
    'http://[2002:a00:1::]/',
    'http://[2001::1]/',
    'http://[2001:db8::1]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456:789a::1]/',
    'http://[ff02::1]/',
    'http://[100::1]/',
    'http://[3fff::1]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://198.51.100.1/',
    'http://203.0.113.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    'http://loop.example/',
    'http://loop6.example/',
    'http://mixed.example/',
    'http://mapped.example/',
    'http://nat64.example/',
    'http://sixtofour.example/',
    'http://unique-local.example/',
    'http://link-local.example/',
    'http://cgnat.example/',
    'http://localtest/',
    'http://metadata.google.internal/',
    'http://public.example@127.0.0.1/',
    'http://user:secret@public.example/',
    'http://user@public.example/',
    'file:///etc/passwd',
    'gopher://public.example/',
    'ftp://public.example/',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
  ])('%s is refused', async (url) => {
    await expect(reach(url)).rejects.toMatchObject({ code: 'ML_SOURCE_FORBIDDEN_ADDRESS' })
  })

  it.each([
    'https://public.example/feed',
    'http://8.8.8.8/',
    'http://172.15.255.255/',
    'http://172.32.0.1/',
    'http://100.63.255.255/',
    'http://100.128.0.1/',
    'http://[2606:4700::1111]/',
    'http://1.1.1.1:8080/',
  ])('%s is public', async (url) => {
    await expect(reach(url)).resolves.toBeUndefined()
  })

  it('a name without addresses is unreachable, not refused', async () => {
    await expect(reach('http://nothing.example/')).rejects.toMatchObject({ code: 'ML_SOURCE_UNREACHABLE' })
  })
})

describe('what the operator names', () => {
  it.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://10.1.2.3/', '10.0.0.0/8'],
    ['http://[fd00::5]/', 'fd00::/8'],
    ['http://loop.example/', 'loop.example'],
    ['http://LOOP.example./', 'loop.example'],
    ['http://mixed.example/', '10.0.0.7'],
    ['http://localhost:8080/', 'localhost'],
    ['http://localhost:8080/', 'localhost:8080'],
  ])('%s is reached with %s', async (url, entry) => {
    const zone = new URL(url).hostname
    const known = zone.replace(/\.$/, '').toLowerCase()
    const guard = new AddressGuard([entry], {
      resolve: async () => (ZONE[known] ?? ['127.0.0.1']).map((address) => ({ address, family: 4 })),
    })
    expect(() => guard.check(new URL(url))).not.toThrow()
    if (/[a-z]\./.test(zone)) await expect(guard.addresses(zone)).resolves.toBeDefined()
    await guard.close()
  })

  it.each([
    ['http://127.0.0.2/', '127.0.0.1'],
    ['http://11.0.0.1@10.0.0.1/', '11.0.0.1'],
    ['http://192.168.0.1/', '10.0.0.0/8'],
    ['http://10.0.0.1/', '10.0.0.0/99'],
    ['http://10.0.0.1/', 'nonsense'],
    ['http://localhost:9200/', 'localhost:8080'],
    ['http://evil-loop.example/', 'loop.example'],
  ])('%s is not reached with %s', async (url, entry) => {
    ;(ZONE as Record<string, readonly string[]>)['evil-loop.example'] = ['127.0.0.1']
    await expect(reach(url, [entry])).rejects.toMatchObject({ code: 'ML_SOURCE_FORBIDDEN_ADDRESS' })
  })
})

describe('connections', () => {
  const get = (url: string, guard: AddressGuard) =>
    httpGet(url, { guard, headers: {}, signal: new AbortController().signal, timeoutMs: 5_000, maxBytes: 1_000 })

  it('go to the address that was checked, and a name that changes its answer gains nothing', async () => {
    let hits = 0
    const server = createServer((_request, response) => {
      hits++
      response.end('inside')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    let asked = 0
    // First an innocent address (of a documentation block that is allowed here), then ours.
    const rebinding: ResolveAll = async () => [{ address: asked++ === 0 ? '203.0.113.9' : '127.0.0.1', family: 4 }]
    const guard = new AddressGuard(['203.0.113.0/24'], { resolve: rebinding, connectTimeoutMs: 500 })
    await guard.addresses('rebind.example')
    await expect(get(`http://rebind.example:${port}/`, guard)).rejects.toMatchObject({
      code: 'ML_SOURCE_FORBIDDEN_ADDRESS',
    })
    expect(hits).toBe(0)
    await guard.close()

    const open = new AddressGuard(['rebind.example'], { resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
    expect((await get(`http://rebind.example:${port}/`, open)).body.toString()).toBe('inside')
    expect(hits).toBe(1)
    await open.close()
    server.close()
  })
})
