import { createHash, createHmac } from 'node:crypto'
import * as z from 'zod'

/** The longest post id in bytes; Elasticsearch allows 512 and Kafka keys cost memory, so we stay well below. */
export const MAX_ID_BYTES = 200

/** A configured name (source, brand, network, rule): lower-case letters, digits and dashes, at most 64 characters. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and dashes, at most 64')

/** `network:nativeId`, at most {@link MAX_ID_BYTES} bytes of UTF-8. */
export const PostId = z
  .string()
  .min(3)
  .max(MAX_ID_BYTES)
  .regex(/^[a-z0-9-]+:.+$/su, 'network:nativeId')

/** A keyed pseudonym of an author: `a_` and 32 hexadecimal digits. */
export const AuthorKey = z.string().regex(/^a_[0-9a-f]{32}$/)

/**
 * Makes the id of a post. The same native id always gives the same id; an id over {@link MAX_ID_BYTES} bytes is cut
 * on a character boundary and ends in a hash of the whole (the native id itself stays a field of the post).
 */
export function postId(network: string, nativeId: string): string {
  const id = `${network}:${nativeId}`
  if (Buffer.byteLength(id) <= MAX_ID_BYTES) return id
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 32)
  let head = Buffer.from(id)
    .subarray(0, MAX_ID_BYTES - 33)
    .toString('utf8')
  while (head.endsWith('\uFFFD')) head = head.slice(0, -1)
  return `${head}~${hash}`
}

/** The id under which one mention (one post × one brand) is addressed for ever. Brands are slugs, so the last `~` divides. */
export function mentionId(post: string, brand: string): string {
  return `${post}~${brand}`
}

/** The inverse of {@link mentionId}; null when the text is not a mention id. */
export function splitMentionId(id: string): { post: string; brand: string } | null {
  const at = id.lastIndexOf('~')
  if (at <= 0 || !Slug.safeParse(id.slice(at + 1)).success) return null
  return { post: id.slice(0, at), brand: id.slice(at + 1) }
}

/** The author's pseudonym: HMAC-SHA256 of network and native id under the installation's secret, 128 bits of it. */
export function authorKey(secret: string, network: string, nativeAuthorId: string): string {
  return `a_${createHmac('sha256', secret).update(`${network}\u0000${nativeAuthorId}`).digest('hex').slice(0, 32)}`
}

/** The pseudonym of a handle, by which own accounts are recognised without storing the handle beside the post. */
export function handleKey(secret: string, network: string, handle: string): string {
  return authorKey(secret, network, `@${handle.replace(/^@/, '').toLowerCase()}`)
}
