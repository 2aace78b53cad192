import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '@moodlight/core'
import {
  ConnectorHarness,
  type ConnectorRun,
  connectorContract,
  sendWebhook,
  signWebhook,
  until,
} from '@moodlight/testkit'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebhookSource } from '../config.ts'
import { wait } from '../wait.ts'
import { type WebhookConnector, webhookConnector } from './connector.ts'
import { type HookListener, listenForHooks } from './listener.ts'
import { signatureFits, signingKey } from './signature.ts'

// Made up here; no secret of anybody.
const SECRET = `whsec_${Buffer.from('a test secret of thirty bytes.').toString('base64')}`
const OTHER = `whsec_${Buffer.from('another test secret of 32 bytes.').toString('base64')}`

function hook(more = {}): WebhookConnector {
  const config = WebhookSource.parse({ id: 'in', type: 'webhook', secrets: [{ env: 'HOOK' }], ...more })
  return webhookConnector(config, [new Secret(OTHER), new Secret(SECRET)])
}

connectorContract({
  name: 'webhook',
  mostWaiting: 16 * 50,
  lacks: {
    breakDown: 'a sender that says nothing cannot be told from one that is gone',
    withoutLeave: 'it calls nobody',
    mostAtOnce: 'it makes no requests',
  },
  async make() {
    let current: WebhookConnector | undefined
    const listener = await listenForHooks({ host: '127.0.0.1', port: 0, allowPublic: false, source: () => current })
    const url = `http://127.0.0.1:${listener.port}/hooks/in`
    const closed = new AbortController()
    let revision = 0
    /** A sender as the specification wants it: tries the same message until it is taken. */
    const push = (body: string) => {
      const message = signWebhook(body, [SECRET])
      void (async () => {
        while (!closed.signal.aborted) {
          const { status } = await sendWebhook(url, message).catch(() => ({ status: 0 }))
          if (status === 202 || status === 400 || status === 409) return
          await wait(50, closed.signal)
        }
      })()
    }
    return {
      connector: () => {
        current = hook()
        return current
      },
      async publish(posts) {
        for (let i = 0; i < posts.length; i += 50) push(JSON.stringify(posts.slice(i, i + 50)))
      },
      edit: async (id, text) => push(JSON.stringify({ id, text, revision: ++revision })),
      remove: async (id) => push(JSON.stringify({ delete: id })),
      garble: async () => push('{"text": '),
      async close() {
        closed.abort()
        await listener.close(0)
      },
    }
  },
})

describe('signatures', () => {
  it('are those of the specification and of its own library', () => {
    // The vector of the Standard Webhooks specification.
    const key = signingKey(new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'))
    const head = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330' }
    const body = Buffer.from('{"test": 2432232314}')
    const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    expect(signatureFits({ ...head, signature }, body, [key])).toBe(true)
    expect(signatureFits({ ...head, signature }, Buffer.from('{"test": 2432232315}'), [key])).toBe(false)
    const theirs = new Webhook(SECRET).sign('m1', new Date(1_700_000_000_000), 'tekst ‌ 银行')
    const ours = { id: 'm1', timestamp: '1700000000', signature: `v1a,xx v1,AAAA ${theirs}` }
    expect(signatureFits(ours, Buffer.from('tekst ‌ 银行'), [signingKey(new Secret(SECRET))])).toBe(true)
  })

  it('need keys of 24 to 64 bytes', () => {
    for (const bad of ['', 'whsec_', 'whsec_c2hvcnQ=', `whsec_${'A'.repeat(200)}`, 'whsec_not base64 at all, is it?'])
      expect(() => signingKey(new Secret(bad))).toThrow(expect.objectContaining({ code: 'ML_CONFIG_INVALID' }))
  })
})

describe('webhook', () => {
  let listener: HookListener
  let harness: ConnectorHarness
  let run: ConnectorRun
  let url: string
  let current: WebhookConnector

  const start = (more = {}) => {
    current = hook(more)
    run = harness.start(current)
  }
  beforeEach(async () => {
    harness = new ConnectorHarness()
    start()
    listener = await listenForHooks({
      host: '127.0.0.1',
      port: 0,
      allowPublic: false,
      requestTimeoutMs: 1_500,
      source: (id) => (id === 'in' ? current : undefined),
    })
    url = `http://127.0.0.1:${listener.port}/hooks/in`
  })
  afterEach(async () => {
    await listener.close(0)
    await run.stop()
  })
  const send = (body: string | Uint8Array, options = {}, secrets = [SECRET]) =>
    sendWebhook(url, signWebhook(body, secrets, options))

  it('answers with the report once the posts are durable', async () => {
    const answer = await send('[{"id":"1","text":"een"},7,{"delete":"2"}]')
    expect(answer).toMatchObject({ status: 202, body: { accepted: 2, dead: 1, dropped: {} } })
    expect(harness.delivered.map((d) => [d.item.kind, d.lane])).toEqual([
      ['post', 'live'],
      ['bad', 'live'],
      ['tombstone', 'live'],
    ])
  })

  it('takes one object, an envelope, JSON lines, and either key', async () => {
    expect((await send('{"id":"1","text":"een"}', {}, [OTHER])).status).toBe(202)
    expect((await send('{"type":"post.created","data":{"id":"2","text":"twee"}}')).status).toBe(202)
    const lines = await send('{"id":"3","text":"drie"}\nbroken\n', { type: 'application/x-ndjson; charset=utf-8' })
    expect(lines).toMatchObject({ status: 202, body: { accepted: 1, dead: 1 } })
    expect(harness.texts()).toEqual(['drie', 'een', 'twee'])
  })

  it.each([
    ['another key', {}, [`whsec_${Buffer.alloc(32, 1).toString('base64')}`], 401, 'ML_WEBHOOK_SIGNATURE'],
    ['no signature', {}, [], 401, 'ML_WEBHOOK_SIGNATURE'],
    ['an old message', { at: Date.now() - 301_000 }, [SECRET], 409, 'ML_WEBHOOK_REPLAY'],
    ['one from the future', { at: Date.now() + 500_000 }, [SECRET], 409, 'ML_WEBHOOK_REPLAY'],
    ['a form', { type: 'application/x-www-form-urlencoded' }, [SECRET], 415, 'ML_SOURCE_PAYLOAD'],
    ['no type', { type: '' }, [SECRET], 415, 'ML_SOURCE_PAYLOAD'],
  ])('refuses %s', async (_name, options, secrets, status, code) => {
    const answer = await send('{"id":"1","text":"een"}', options, secrets)
    expect(answer).toMatchObject({ status, body: { error: { code } } })
    expect(harness.delivered).toEqual([])
  })

  it('refuses a body that was changed on its way, and headers that were', async () => {
    const message = signWebhook('{"id":"1","text":"een"}', [SECRET])
    expect((await sendWebhook(url, { ...message, body: Buffer.from('{"id":"1","text":"twee"}') })).status).toBe(401)
    const moved = { ...message.headers, 'webhook-timestamp': String(Number(message.timestamp) + 1) }
    expect((await sendWebhook(url, { ...message, headers: moved })).status).toBe(401)
    const renamed = { ...message.headers, 'webhook-id': 'msg_other' }
    expect((await sendWebhook(url, { ...message, headers: renamed })).status).toBe(401)
    expect((await sendWebhook(url, message)).status).toBe(202)
  })

  it('refuses a repeated message, also after a restart', async () => {
    const message = signWebhook('{"id":"1","text":"een"}', [SECRET])
    expect((await sendWebhook(url, message)).status).toBe(202)
    expect(await sendWebhook(url, message)).toMatchObject({
      status: 409,
      body: { error: { code: 'ML_WEBHOOK_REPLAY' } },
    })
    await run.stop()
    expect((await sendWebhook(url, message)).status).toBe(503)
    start()
    expect((await sendWebhook(url, message)).status).toBe(409)
    expect(harness.delivered.length).toBe(1)
  })

  it('remembers more than one document full of messages, at once and in turn', async () => {
    const messages = Array.from({ length: 1_100 }, (_, i) =>
      signWebhook(`{"id":"${i}","text":"t"}`, [SECRET], { id: `m${i}` }),
    )
    for (let i = 0; i < messages.length; i += 10)
      await Promise.all(
        messages.slice(i, i + 10).map(async (m) => expect((await sendWebhook(url, m)).status).toBe(202)),
      )
    await run.stop()
    start()
    for (const i of [0, 499, 500, 501, 999, 1000, 1099])
      expect((await sendWebhook(url, messages[i] as (typeof messages)[0])).status).toBe(409)
  })

  it('lets a slow sender of far too much end, and read why it is refused', async () => {
    const { hostname, port, pathname } = new URL(url)
    const socket = connect(Number(port), hostname)
    const answer = text(socket)
    socket.write(`POST ${pathname} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${40 * 65_536}\r\n\r\n`)
    for (let i = 0; i < 40; i++) {
      await sleep(20)
      expect(socket.destroyed).toBe(false)
      socket.write(Buffer.alloc(65_536, 'x'))
    }
    expect(await answer).toMatch(/^HTTP\/1.1 4[\s\S]+ML_/)
  })

  it('refuses what is too large, told or not told beforehand, and what is too many', async () => {
    const big = signWebhook(`{"text":"${'x'.repeat(1024 * 1024)}"}`, [SECRET])
    expect(await sendWebhook(url, big)).toMatchObject({ status: 413, body: { error: { code: 'ML_SOURCE_TOO_LARGE' } } })
    const chunked = { ...big, headers: { ...big.headers, 'transfer-encoding': 'chunked' } }
    expect((await sendWebhook(url, chunked)).status).toBe(413)
    const many = `[${'1,'.repeat(10_000)}1]`
    expect(await send(many)).toMatchObject({ status: 413 })
    expect(harness.delivered).toEqual([])
  })

  it('keeps a signed body that is not JSON as a dead letter and says so', async () => {
    expect(await send('{"text": ')).toMatchObject({
      status: 400,
      body: { error: { code: 'ML_EVENT_NOT_JSON' }, dead: 1 },
    })
    expect(harness.items('bad')).toMatchObject([{ code: 'ML_EVENT_NOT_JSON', raw: '{"text": ' }])
  })

  it('survives JSON nested without measure', async () => {
    const answer = await send(`{"text":"a","media":${'['.repeat(400_000)}${']'.repeat(400_000)}}`)
    expect([202, 400]).toContain(answer.status)
    expect((await send('{"text":"next"}')).status).toBe(202)
  })

  it('asks to come again while the log is full, and takes the message then', async () => {
    await run.stop()
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    current = hook()
    run = harness.start(current, { gate: () => gate })
    const message = signWebhook('{"id":"1","text":"een"}', [SECRET])
    const refused = await sendWebhook(url, message)
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'ML_LOG_FULL' } } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    open()
    expect((await sendWebhook(url, message)).status).toBe(202)
  })

  it('says 429 beyond its concurrency and keeps the port free from slow senders', async () => {
    await run.stop()
    start({ concurrency: 1 })
    // Headers are there, the body never comes.
    const message = signWebhook('{"id":"1","text":"een"}', [SECRET])
    const socket = connect(listener.port, '127.0.0.1')
    const head = Object.entries(message.headers).map(([k, v]) => `${k}: ${v}\r\n`)
    socket.write(`POST /hooks/in HTTP/1.1\r\nhost: x\r\n${head.join('')}content-length: 20\r\n\r\n{`)
    let ended = false
    socket.on('close', () => {
      ended = true
    })
    socket.on('error', () => undefined)
    socket.resume()
    await wait(100, new AbortController().signal)
    expect(await send('{"id":"2","text":"twee"}')).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    await until('the slow sender to be cut off', () => ended)
    expect((await send('{"id":"2","text":"twee"}')).status).toBe(202)
  })

  it.each([
    ['/hooks/other', 'POST', 404],
    ['/hooks/IN', 'POST', 404],
    ['/', 'POST', 404],
    ['/hooks/in', 'GET', 405],
  ])('%s %s is %i', async (path, method, status) => {
    const message = signWebhook('{"text":"een"}', [SECRET])
    const body = method === 'GET' ? Buffer.alloc(0) : message.body
    expect((await sendWebhook(`http://127.0.0.1:${listener.port}${path}`, { ...message, body }, method)).status).toBe(
      status,
    )
  })

  it('binds beyond loopback only when told so', async () => {
    const options = { host: '0.0.0.0', port: 0, source: () => undefined }
    await expect(listenForHooks({ ...options, allowPublic: false })).rejects.toMatchObject({ code: 'ML_BIND_REFUSED' })
    const taken = { host: '127.0.0.1', port: listener.port, allowPublic: false, source: () => undefined }
    await expect(listenForHooks(taken)).rejects.toMatchObject({ code: 'ML_PORT_IN_USE' })
  })
})
