import { createHash } from 'node:crypto'
import { revisionOfEdit } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'
import { count, type Fields, flag, identifier, isFields, pick, text, time } from './fields.ts'
import { NAMES } from './names.ts'

type Author = PostDraft['author']
type Engagement = NonNullable<PostDraft['engagement']>

/** Reads a post from the fields of a line, a CSV row or a webhook body. null when it has no text, no title and reposts nothing. */
export function postOf(fields: Fields): PostDraft | null {
  const body = text(pick(fields, NAMES.text))
  const title = text(pick(fields, NAMES.title))
  const repostOf = identifier(pick(fields, NAMES.repostOf))
  if (body === null && title === null && repostOf === null) return null
  const url = webUrl(pick(fields, NAMES.url))
  const author = authorOf(fields)
  const createdAt = time(pick(fields, NAMES.createdAt))
  const editedAt = time(pick(fields, NAMES.editedAt))
  return {
    kind: 'post',
    nativeId: identifier(pick(fields, NAMES.id)) ?? url ?? madeId(author?.id ?? '', title ?? '', body ?? '', createdAt),
    revision: count(pick(fields, NAMES.revision)) ?? (editedAt === null ? null : revisionOfEdit(editedAt)),
    url,
    author,
    title,
    text: body ?? '',
    langHint: languages(pick(fields, NAMES.lang)),
    createdAt,
    editedAt,
    replyTo: identifier(pick(fields, NAMES.replyTo)),
    replyToAuthor: identifier(pick(fields, NAMES.replyToAuthor)),
    repostOf,
    quoteOf: identifier(pick(fields, NAMES.quoteOf)),
    thread: identifier(pick(fields, NAMES.thread)),
    engagement: engagementOf(fields),
    media: mediaOf(pick(fields, NAMES.media)),
    network: networkOf(fields),
  }
}

/** A post without an id and link is known by what it says: the same line again is the same post. */
function madeId(author: string, title: string, body: string, createdAt: number | null): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([author, title, body, createdAt]))
    .digest('hex')
  return `sha256:${hash.slice(0, 32)}`
}

/** Network names are slugs; what is none is made one (`X (Twitter)` becomes `x-twitter`). */
export function networkOf(fields: Fields): string | null {
  const name = identifier(pick(fields, NAMES.network))
  if (name === null) return null
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '')
  return slug === '' ? null : slug
}

export function webUrl(value: unknown): string | null {
  const url = identifier(value)
  return url !== null && url.length <= 4096 && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null
}

function authorOf(fields: Fields): Author {
  const given = pick(fields, NAMES.author)
  const nested = isFields(given) ? given : null
  const handle = identifier(nested ? pick(nested, NAMES.handle) : pick(fields, NAMES.authorHandle))
  const name = identifier(nested ? pick(nested, NAMES.name) : pick(fields, NAMES.authorName))
  const plain = nested ? null : identifier(given)
  const id = identifier(nested ? pick(nested, NAMES.authorInnerId) : pick(fields, NAMES.authorId))
  const known = id ?? handle ?? plain ?? name
  if (known === null) return null
  const from = nested ?? fields
  return {
    id: known,
    handle: (handle ?? (plain?.startsWith('@') ? plain : null))?.replace(/^@/, '') ?? null,
    name: name ?? (plain?.startsWith('@') ? null : plain),
    url: webUrl(nested ? pick(nested, NAMES.url) : pick(fields, NAMES.authorUrl)),
    followers: count(pick(from, NAMES.followers)),
    automated: flag(pick(from, NAMES.automated)),
  }
}

/** Counts that stand beside the post or in an object `engagement`, `metrics`, `public_metrics`. */
export function engagementOf(fields: Fields): Engagement | null {
  const nested = pick(fields, NAMES.engagement)
  const from = isFields(nested) ? nested : fields
  const counts = {
    likes: count(pick(from, NAMES.likes)),
    reposts: count(pick(from, NAMES.reposts)),
    replies: count(pick(from, NAMES.replies)),
    views: count(pick(from, NAMES.views)),
  }
  return Object.values(counts).every((n) => n === null) ? null : counts
}

/** `nl`, `["nl", "en"]` or `nl, en`. */
function languages(value: unknown): string[] {
  const all = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[,;\s]+/) : []
  return all
    .map(identifier)
    .filter((l): l is string => l !== null && l.length <= 35)
    .slice(0, 8)
}

function mediaOf(value: unknown): PostDraft['media'] {
  if (!Array.isArray(value)) return []
  return value.slice(0, 32).flatMap((m: unknown) => {
    if (typeof m === 'string') return [{ type: 'link' as const, url: webUrl(m), alt: null }]
    if (!isFields(m)) return []
    const kind = String(pick(m, ['type', 'kind', 'mime_type']) ?? 'link').toLowerCase()
    const type = (['image', 'video', 'audio'] as const).find((t) => kind.startsWith(t))
    const photo = kind.startsWith('photo') || kind.startsWith('animated_gif')
    return [
      {
        type: type ?? (photo ? ('image' as const) : ('link' as const)),
        url: webUrl(pick(m, ['url', 'src', 'href'])),
        alt: text(pick(m, ['alt', 'description', 'alt_text']))?.slice(0, 4096) ?? null,
      },
    ]
  })
}
