import { type ErrorCode, errorCode, isTransient, MoodlightError, type Secret } from '@moodlight/core'
import type { Connector, ConnectorContext, DeliveryReport } from '@moodlight/ports'
import { kindOf, type WebhookSource } from '../config.ts'
import { wait } from '../wait.ts'
import { bodyKind, itemsOf, MAX_ITEMS, unreadable } from './body.ts'
import { RememberedIds } from './remembered.ts'
import { signatureFits, signingKey } from './signature.ts'

/** A request as the listener read it: headers first, the body only when they are in order. */
export interface HookRequest {
  header(name: string): string | undefined
  /** The raw body. @throws ML_SOURCE_TOO_LARGE beyond the limit. */
  body(maxBytes: number): Promise<Buffer>
}

export interface HookAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly retryAfter?: number
}

/** A source that posts are pushed to. `handle` is called by the listener, at any time; it never throws. */
export interface WebhookConnector extends Connector {
  handle(request: HookRequest): Promise<HookAnswer>
}

/** `secrets` are those that the configuration names, in any order. @throws ML_CONFIG_INVALID when one is no signing key. */
export function webhookConnector(config: WebhookSource, secrets: readonly Secret[]): WebhookConnector {
  const keys = secrets.map(signingKey)
  let active: { context: ConnectorContext; remembered: RememberedIds } | null = null
  let running = 0
  return {
    source: config.id,
    network: config.network,
    sourceKind: kindOf(config),
    async run(context) {
      const remembered = new RememberedIds(context, config.toleranceSeconds * 1000)
      await remembered.open()
      await remembered.expire(context.clock.now())
      active = { context, remembered }
      context.health({ state: 'live', detail: `waits for messages at /hooks/${config.id}`, until: null })
      try {
        while (!context.signal.aborted) {
          await wait(60_000, context.signal)
          await remembered.expire(context.clock.now())
        }
      } finally {
        active = null
      }
    },
    async handle(request) {
      if (!active) return refusal('ML_BUSY', 503, 'the source is not running', 5)
      if (running >= config.concurrency) return refusal('ML_BUSY', 429, 'too many messages at once', 1)
      running++
      try {
        return await receive(config, keys, active.context, active.remembered, request)
      } catch (error) {
        if (isTransient(error)) return refusal(errorCode(error), 503, 'not taken, try again', 10)
        if (error instanceof MoodlightError) return refusal(error.code, error.status, error.message)
        active?.context.log('error', { err: error }, 'a webhook message could not be handled')
        return refusal('ML_INTERNAL', 500, 'something of ours broke')
      } finally {
        running--
      }
    },
  }
}

function refusal(code: ErrorCode, status: number, message: string, retryAfter?: number): HookAnswer {
  return { status, body: { error: { code, message } }, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

async function receive(
  config: WebhookSource,
  keys: readonly Secret[],
  context: ConnectorContext,
  remembered: RememberedIds,
  request: HookRequest,
): Promise<HookAnswer> {
  const kind = bodyKind(request.header('content-type'))
  if (!kind || (request.header('content-encoding') ?? 'identity') !== 'identity')
    return refusal('ML_SOURCE_PAYLOAD', 415, 'send application/json or application/x-ndjson, not packed')
  const id = request.header('webhook-id') ?? ''
  const timestamp = request.header('webhook-timestamp') ?? ''
  const signature = request.header('webhook-signature') ?? ''
  // One text for all causes: a stranger learns nothing from it.
  const unsigned = refusal('ML_WEBHOOK_SIGNATURE', 401, 'the signature does not fit')
  if (id === '' || id.length > 512 || !/^\d{1,12}$/.test(timestamp) || signature === '') return unsigned
  const body = await request.body(config.maxBodyBytes)
  if (!signatureFits({ id, timestamp, signature }, body, keys)) return unsigned
  const signedAt = Number(timestamp) * 1000
  if (Math.abs(context.clock.now() - signedAt) > config.toleranceSeconds * 1000)
    return refusal('ML_WEBHOOK_REPLAY', 409, 'the message is too old or from the future')
  const claim = await remembered.claim(id, signedAt)
  if (claim === 'taken') return refusal('ML_WEBHOOK_REPLAY', 409, 'the message was received before')
  if (claim === 'busy') return refusal('ML_BUSY', 503, 'the same message is being handled', 2)
  let taken = false
  try {
    const answer = await take(body, kind, context)
    taken = answer.status !== 413
    return answer
  } finally {
    await remembered.settle(id, signedAt, taken)
  }
}

/** How long a sender is kept waiting while the log is full before it is told to come again. */
const FULL_WAIT_MS = 3_000

async function take(body: Buffer, kind: 'json' | 'lines', context: ConnectorContext): Promise<HookAnswer> {
  const items = await itemsOf(body, kind, { now: () => context.clock.now() })
  if (items && items.length > MAX_ITEMS)
    return refusal('ML_SOURCE_TOO_LARGE', 413, `more than ${MAX_ITEMS} items in one message`)
  const report: DeliveryReport = await context.deliver(items ?? [unreadable(body)], {
    lane: 'live',
    waitMs: FULL_WAIT_MS,
  })
  if (items) return { status: 202, body: { ...report } }
  return { status: 400, body: { error: { code: 'ML_EVENT_NOT_JSON', message: 'the body is not JSON' }, ...report } }
}
