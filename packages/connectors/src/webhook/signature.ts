import { createHmac, timingSafeEqual } from 'node:crypto'
import { MoodlightError, Secret } from '@moodlight/core'

/**
 * A signing key of Standard Webhooks: the base64 behind `whsec_`, 24 to 64 bytes.
 * @throws ML_CONFIG_INVALID when it is none; the message never holds the secret.
 */
export function signingKey(secret: Secret): Secret {
  const encoded = secret
    .reveal()
    .trim()
    .replace(/^whsec_/, '')
  const bytes = Buffer.from(encoded, 'base64')
  const round = bytes.toString('base64').replace(/=+$/, '')
  if (bytes.length < 24 || bytes.length > 64 || round !== encoded.replace(/=+$/, ''))
    throw new MoodlightError('ML_CONFIG_INVALID', 'a webhook secret must be whsec_ and the base64 of 24 to 64 bytes')
  return new Secret(encoded)
}

export interface SignedHeaders {
  readonly id: string
  /** As sent: Unix seconds in digits. */
  readonly timestamp: string
  /** `v1,<base64>` parts, divided by blanks. */
  readonly signature: string
}

/**
 * Is one of the v1 signatures made with one of the keys over these very bytes? Every pair is compared in constant time.
 * Source: Standard Webhooks specification, "Signature scheme".
 */
export function signatureFits(headers: SignedHeaders, body: Uint8Array, keys: readonly Secret[]): boolean {
  const given = headers.signature
    .split(' ')
    .slice(0, 16)
    .filter((part) => part.startsWith('v1,'))
    .map((part) => Buffer.from(part.slice(3), 'base64'))
  let fits = false
  for (const key of keys) {
    const mac = createHmac('sha256', Buffer.from(key.reveal(), 'base64'))
      .update(`${headers.id}.${headers.timestamp}.`)
      .update(body)
      .digest()
    for (const one of given) if (one.length === mac.length && timingSafeEqual(one, mac)) fits = true
  }
  return fits
}
