import { authorKey, handleKey, MAX_TEXT, type Post, type PostsRecord, postId, revisionOfEdit } from '@moodlight/core'
import type { PostDraft, SourceItem } from '@moodlight/ports'
import { MemoryState, T0 } from '@moodlight/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NormaliseOptions, normalise } from './normalise.ts'
import type { SourceFacts } from './source-facts.ts'
import { Suppression, suppressedPost } from './suppression.ts'

const secret = 'test secret'
const facts: SourceFacts = {
  source: 'demo',
  network: 'forum',
  sourceKind: 'forum',
  keep: 'matching',
  retentionDays: 400,
}
const clock = { now: () => T0 }
const named = { named: (text: string) => text.includes('ING') }

function aDraft(part: Partial<PostDraft> = {}): PostDraft {
  return {
    kind: 'post',
    nativeId: '1',
    revision: null,
    url: null,
    author: null,
    title: null,
    text: 'ING is down again',
    langHint: [],
    createdAt: T0 - 1000,
    editedAt: null,
    replyTo: null,
    replyToAuthor: null,
    repostOf: null,
    quoteOf: null,
    thread: null,
    engagement: null,
    media: [],
    network: null,
    ...part,
  }
}

function aNormaliser(part: Partial<NormaliseOptions> = {}) {
  return normalise({ secret, matcher: () => named, suppression: new Suppression(new MemoryState()), clock, ...part })
}

async function events(item: SourceItem, more: Partial<SourceFacts> = {}): Promise<readonly PostsRecord[]> {
  const [outcome] = await aNormaliser()([item], { ...facts, ...more }, 'live')
  if (outcome?.kind !== 'ok') throw new Error(`not ok: ${JSON.stringify(outcome)}`)
  return outcome.value
}

async function post(part: Partial<PostDraft> = {}): Promise<Post> {
  return (await events(aDraft(part)))[0] as Post
}

async function verdict(item: SourceItem, options: Partial<NormaliseOptions> = {}, more: Partial<SourceFacts> = {}) {
  const [outcome] = await aNormaliser(options)([item], { ...facts, ...more }, 'live')
  return outcome?.kind === 'drop' ? outcome.reason : outcome?.kind === 'dead' ? outcome.code : outcome?.kind
}

test('a draft becomes a post with ids, hashes and keys', async () => {
  const author = {
    id: '77',
    handle: '@Anna',
    name: 'Anna',
    url: 'https://f.example/anna',
    followers: 12,
    automated: false,
  }
  const [made, told] = await events(
    aDraft({
      author,
      replyTo: '0',
      replyToAuthor: '78',
      langHint: ['nl-NL', 'NLD', 'zh_Hans', '?'],
      url: 'https://F.example:443/t/1/?utm_source=x#top',
    }),
  )
  expect(made).toMatchObject({
    id: 'forum:1',
    network: 'forum',
    source: 'demo',
    sourceKind: 'forum',
    revision: 0,
    url: 'https://f.example/t/1/?utm_source=x#top',
    canonicalUrl: 'https://f.example/t/1',
    site: 'f.example',
    author: { key: authorKey(secret, 'forum', '77'), handleKey: handleKey(secret, 'forum', 'anna'), followers: 12 },
    replyTo: 'forum:0',
    replyToAuthor: authorKey(secret, 'forum', '78'),
    langHint: ['nld', 'zho'],
    at: T0 - 1000,
    atFrom: 'source',
    seenAt: T0,
    lane: 'live',
  })
  expect((made as Post).contentHash).toMatch(/^[0-9a-f]{16}$/)
  expect(told).toMatchObject({ type: 'author', handle: 'Anna', name: 'Anna', seenAt: T0 - 1000 })
  expect(JSON.stringify(made)).not.toContain('Anna')
})

test('times that nobody can believe become the time of seeing', async () => {
  for (const createdAt of [null, Number.NaN, -1, 0, Date.UTC(1999, 11, 31), T0 + 5 * 60_000 + 1])
    expect(await post({ createdAt })).toMatchObject({ at: T0, atFrom: 'seen' })
  expect(await post({ createdAt: T0 + 5 * 60_000 })).toMatchObject({ at: T0 + 5 * 60_000, atFrom: 'source' })
})

test('revisions: a number, an edit time, or never edited', async () => {
  expect((await post()).revision).toBe(0)
  expect((await post({ revision: 3 })).revision).toBe(3)
  expect((await post({ revision: T0 })).revision).toBe(revisionOfEdit(T0))
  expect((await post({ editedAt: T0 - 5 })).revision).toBe(revisionOfEdit(T0 - 5))
  expect((await post({ revision: Number.NaN })).revision).toBe(0)
})

test('texts lose what breaks others and keep what people need', async () => {
  const text = ' ING\u0000 a\r\nb\u0007 \uD800 cafe\u0301 می\u200Cخواهم 👩\u200D💻 \uFEFF'
  expect((await post({ text })).text).toBe('ING a\nb \uFFFD café می\u200Cخواهم 👩\u200D💻')
})

test('a text that is too long is cut on a character and says so', async () => {
  const long = await post({ text: `ING${'x'.repeat(MAX_TEXT - 4)}👍 end` })
  expect(long.truncated).toBe(true)
  expect(long.text.length).toBe(MAX_TEXT - 1)
  expect((await post({ text: `ING ${'y'.repeat(5 * MAX_TEXT)}` })).truncated).toBe(true)
  expect((await post()).truncated).toBe(false)
})

test('the ingest filter drops what names no brand, unless all is kept', async () => {
  const other = aDraft({ text: 'lovely weather' })
  expect(await verdict(other)).toBe('no-brand')
  expect(await verdict(other, {}, { keep: 'all' })).toBe('ok')
  expect(await verdict(aDraft({ title: 'ING', text: '' }))).toBe('ok')
  expect(await verdict(aDraft({ text: ' \u0000 ' }))).toBe('empty')
})

test('edits, deletions and purges always pass the ingest filter', async () => {
  expect(await verdict(aDraft({ text: 'lovely weather', revision: 1 }))).toBe('ok')
  expect(await verdict(aDraft({ text: '', editedAt: T0 }))).toBe('ok')
  const tombstone = { kind: 'tombstone', nativeId: '9', network: null, at: T0 } as const
  expect(await events(tombstone)).toEqual([
    { type: 'tombstone', v: 1, id: 'forum:9', source: 'demo', at: T0, reason: 'source', lane: 'live' },
  ])
  const purge = { kind: 'author-purge', authorId: '77', network: 'other', until: T0, at: T0 } as const
  expect(await events(purge)).toMatchObject([{ type: 'author-purge', author: authorKey(secret, 'other', '77') }])
  const hole = { kind: 'hole', id: 'h1', from: T0 - 9, to: null, reason: 'down', detail: 'x'.repeat(900) } as const
  expect(await events(hole)).toMatchObject([{ type: 'hole', id: 'h1', source: 'demo', to: null }])
  const counts = { likes: 3.7, reposts: -1, replies: null, views: Number.NaN }
  const engagement = { kind: 'engagement', nativeId: '9', network: null, at: T0, counts } as const
  expect(await events(engagement)).toMatchObject([
    { type: 'engagement', id: 'forum:9', counts: { likes: 3, reposts: null, replies: null, views: null } },
  ])
})

test('a repost passes when its own text names a brand or its original is known', async () => {
  const repost = aDraft({ nativeId: '2', text: '', repostOf: '1' })
  expect(await verdict(repost)).toBe('no-brand')
  expect(await verdict(aDraft({ nativeId: '2', repostOf: '1' }))).toBe('ok')
  const known = async (ids: readonly string[]) => new Set(ids.filter((id) => id === 'forum:1'))
  expect(await verdict(repost, { known })).toBe('ok')
  const run = aNormaliser()
  await run([aDraft()], facts, 'live')
  expect((await run([repost], facts, 'live'))[0]?.kind).toBe('ok')
})

test('what is older than the retention of its source is dropped', async () => {
  expect(await verdict(aDraft({ createdAt: T0 - 8 * 86_400_000 }), {}, { retentionDays: 7 })).toBe('too-old')
})

test('the suppression list holds for authors and posts, at every way in, and is read again', async () => {
  const state = new MemoryState()
  const suppression = new Suppression(state)
  const author = { id: '77', handle: null, name: null, url: null, followers: null, automated: false }
  await Suppression.add(state, [authorKey(secret, 'forum', '77'), suppressedPost(secret, 'forum:5')], T0)
  expect(await verdict(aDraft({ author }), { suppression })).toBe('suppressed')
  expect(await verdict(aDraft({ nativeId: '5' }), { suppression })).toBe('suppressed')
  expect(await verdict(aDraft({ nativeId: '6', revision: 4 }), { suppression })).toBe('ok')
  await Suppression.add(state, [suppressedPost(secret, 'forum:6')], T0)
  await suppression.refresh(performance.now() + 60_000)
  expect(await verdict(aDraft({ nativeId: '6', revision: 5 }), { suppression })).toBe('suppressed')
  expect(JSON.stringify(await state.list('suppression', { limit: 9 }))).not.toContain('forum')
})

test('what cannot be read is dead with its code, and so is what fits no schema', async () => {
  expect(await verdict({ kind: 'bad', code: 'ML_SOURCE_PAYLOAD', message: 'no JSON', raw: '{' })).toBe(
    'ML_SOURCE_PAYLOAD',
  )
  expect(await verdict(aDraft({ nativeId: '' }))).toBe('ML_EVENT_INVALID')
  expect(await verdict(aDraft({ network: 'No Slug' }))).toBe('ML_EVENT_INVALID')
  expect(await verdict(aDraft({ text: 7 as unknown as string }))).toBe('ML_STAGE_FAILED')
})

test('caps: media, hints and lengths never break a post', async () => {
  const media = Array.from(
    { length: 99 },
    (_, i) => ({ type: 'image', url: `https://m.example/${i}`, alt: 'a'.repeat(9000) }) as const,
  )
  const made = await post({
    media,
    langHint: Array(50).fill('en'),
    nativeId: 'é'.repeat(2000),
    url: `https://x.example/${'p'.repeat(5000)}`,
  })
  expect(made.media.length).toBe(32)
  expect(made.langHint).toEqual(['eng'])
  expect(made.id).toBe(postId('forum', 'é'.repeat(2000)))
  expect(made.url).toBeNull()
})

test('whatever a source sends ends as an outcome', async () => {
  const run = aNormaliser()
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(null, undefined, {}, [null]), fc.double())
  const keys = Object.keys(aDraft()).filter((key) => key !== 'kind')
  const odd = fc.array(fc.tuple(fc.constantFrom(...keys), anything), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(odd, async (parts) => {
      const draft = aDraft(Object.fromEntries(parts) as Partial<PostDraft>)
      const [outcome] = await run([draft], { ...facts, keep: 'all' }, 'live')
      expect(['ok', 'drop', 'dead']).toContain(outcome?.kind)
    }),
  )
})
