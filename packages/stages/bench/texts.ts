import { Brand } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'

/** A small seeded generator (mulberry32), so that every run sees the same posts. */
export function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const WORDS = (
  'the app works again today but yesterday nobody could pay at the shop and service was slow they say it will be better soon ' +
  'maar de klantenservice is echt vriendelijk en snel geholpen bedankt voor alles terrible great awful love broken fine weather ' +
  'train coffee city people morning friends music game photo holiday garden dinner bike rain news match team winter'
).split(' ')
const NAMES = ['Noordbank', 'Zilverbank', 'Orange', 'Rabobank', 'ING', '荷兰银行', 'بانک ملت']

export const BRANDS: readonly Brand[] = NAMES.map((name, i) =>
  Brand.parse({
    id: `brand-${i}`,
    label: name,
    names: [{ text: name, exactCase: name === 'ING', needsContext: name === 'Orange' }],
    context: ['telecom', 'service'],
  }),
)

/** n drafts of about 140 characters; a share of `matches` names a brand. */
export function drafts(n: number, matches: number, seed = 1): PostDraft[] {
  const next = random(seed)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!
  return Array.from({ length: n }, (_, i) => {
    const words = Array.from({ length: 12 + Math.floor(next() * 24) }, () => pick(WORDS))
    if (next() < matches) words.splice(Math.floor(next() * words.length), 0, pick(NAMES))
    const id = String(Math.floor(next() * 5000))
    return {
      kind: 'post',
      nativeId: `${seed}-${i}`,
      revision: null,
      url: `https://forum.example/t/${i}?utm_source=feed`,
      author: { id, handle: `user${id}`, name: `User ${id}`, url: null, followers: null, automated: false },
      title: null,
      text: words.join(' '),
      langHint: ['en'],
      createdAt: Date.now(),
      editedAt: null,
      replyTo: null,
      replyToAuthor: null,
      repostOf: null,
      quoteOf: null,
      thread: null,
      engagement: null,
      media: [],
      network: null,
    }
  })
}
