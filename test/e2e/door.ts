import { gzipSync } from 'node:zlib'
import { sendWebhook, signWebhook } from '@moodlight/testkit'
import { type Rig, SECRET } from './rig.ts'

const BODY = JSON.stringify({ id: 'door', text: 'Testbank at the door' })
const DAY = 86_400_000

/** Messages that must be refused before anything of them is read as a post. */
export function request(r: Rig): Record<string, () => ReturnType<typeof sendWebhook>> {
  const hook = `${r.running().hooks}hook`
  const good = (body: string | Uint8Array = BODY, options = {}) => signWebhook(body, [SECRET], options)
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const changed = (headers: Record<string, string>, message = good()) => ({
    body: message.body,
    headers: { ...message.headers, ...headers },
  })
  const now = Date.now()
  return {
    'no signature': () =>
      sendWebhook(hook, { headers: { 'content-type': 'application/json' }, body: Buffer.from(BODY) }),
    'another secret': () => sendWebhook(hook, signWebhook(BODY, [other])),
    'another body than signed': () => sendWebhook(hook, { ...good(), body: Buffer.from(BODY.replace('door', 'roof')) }),
    'another id than signed': () => sendWebhook(hook, changed({ 'webhook-id': 'msg_other' })),
    'an old message': () => sendWebhook(hook, good(BODY, { at: now - DAY })),
    'a message of tomorrow': () => sendWebhook(hook, good(BODY, { at: now + DAY })),
    'a time that is no number': () => sendWebhook(hook, changed({ 'webhook-timestamp': 'NaN' })),
    'a thousand signatures': () =>
      sendWebhook(
        hook,
        changed({
          'webhook-signature': Array.from({ length: 150 }, () => `v1,${Buffer.alloc(32).toString('base64')}`).join(' '),
        }),
      ),
    'an id of 10,000 characters': () => sendWebhook(hook, good(BODY, { id: 'x'.repeat(10_000) })),
    'another content type': () => sendWebhook(hook, good(BODY, { type: 'text/html' })),
    'a packed body': () => {
      const packed = good(gzipSync(BODY))
      return sendWebhook(hook, changed({ 'content-encoding': 'gzip' }, packed))
    },
    '5 MB': () => sendWebhook(hook, good(JSON.stringify({ text: `Testbank ${'x'.repeat(5_000_000)}` }))),
    'more than 10,000 items': () => sendWebhook(hook, good(`[${'1,'.repeat(10_000)}1]`)),
    'another method': () => sendWebhook(hook, good(), 'PUT'),
    'a source that is none': () => sendWebhook(`${r.running().hooks}nosuch`, good()),
    'a source that is a path': () => sendWebhook(`${r.running().hooks}..%2f..%2fetc`, good()),
  }
}
