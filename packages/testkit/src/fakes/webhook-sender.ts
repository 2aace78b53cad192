import { createHmac, randomUUID } from 'node:crypto'
import { request } from 'node:http'

export interface SignedMessage {
  readonly id: string
  readonly timestamp: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Signs a message as the Standard Webhooks specification says: base64 of HMAC-SHA256 over `id.timestamp.body`. `secrets`: `whsec_…`. */
export function signWebhook(
  body: string | Uint8Array,
  secrets: readonly string[],
  { id = `msg_${randomUUID()}`, at = Date.now(), type = 'application/json' } = {},
): SignedMessage {
  const bytes = Buffer.from(body)
  const timestamp = String(Math.floor(at / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(bytes).digest('base64')}`
  })
  const headers = {
    'content-type': type,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
  return { id, timestamp, headers, body: bytes }
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** Sends a message and reads the answer; what is not JSON stays text. */
export function sendWebhook(
  url: string,
  message: Pick<SignedMessage, 'headers' | 'body'>,
  method = 'POST',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: message.headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (c: Buffer) => chunks.push(c))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        let body: unknown = text
        try {
          body = JSON.parse(text)
        } catch {
          // Text, then.
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      })
    })
    sent.on('error', reject)
    sent.end(message.body)
  })
}
