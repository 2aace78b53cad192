import type { SourceItem } from '@moodlight/ports'
import { type Fields, isFields } from '../posts/fields.ts'
import { bad, type ItemContext, itemOf } from '../posts/item.ts'
import { readPosts } from '../posts/read-posts.ts'

/** More items in one message are refused: a body of 1 MiB could else become half a million dead letters. */
export const MAX_ITEMS = 10_000

export type BodyKind = 'json' | 'lines'

/** What the content type says; null: not one of ours. */
export function bodyKind(contentType: string | undefined): BodyKind | null {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json' || /^application\/[a-z0-9.-]+\+json$/.test(type)) return 'json'
  return ['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-lines'].includes(type)
    ? 'lines'
    : null
}

/** Items of a body: one object, an array, or JSON lines; null when the body as a whole is not JSON. */
export async function itemsOf(
  body: Buffer,
  kind: BodyKind,
  context: ItemContext,
): Promise<readonly SourceItem[] | null> {
  if (kind === 'lines') {
    const items: SourceItem[] = []
    for await (const batch of readPosts(one(body), {
      format: 'jsonl',
      now: () => context.now(),
      maxRecordBytes: body.length + 1,
    }))
      items.push(...batch.items)
    return items
  }
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
  const list = Array.isArray(value) ? value : [unwrap(value)]
  return list.map((item: unknown) => itemOf(item, () => written(item), context))
}

async function* one(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

/** The habit of Standard Webhooks: `{"type": "post.created", "timestamp": …, "data": {…}}`. */
function unwrap(value: unknown): unknown {
  if (!isFields(value) || typeof value['type'] !== 'string') return value
  const data = (value as Fields)['data']
  return isFields(data) && value['text'] === undefined && value['delete'] === undefined ? data : value
}

function written(item: unknown): string {
  try {
    return JSON.stringify(item) ?? String(item)
  } catch {
    return '[nested too deeply]'
  }
}

/** The dead letter of a body that is not JSON. */
export function unreadable(body: Buffer): SourceItem {
  return bad('ML_EVENT_NOT_JSON', 'the body of a signed webhook message is not JSON', body.toString('utf8'))
}
