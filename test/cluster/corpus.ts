import type { Mention, Post, PostMentions } from '@moodlight/core'
import type { StoreEvent } from '@moodlight/ports'
import {
  aHole,
  aMention,
  anAuthor,
  anEngagement,
  aPost,
  aPostMentions,
  aPurge,
  aTombstone,
  HOUR,
  MINUTE,
  T0,
} from '@moodlight/testkit'
import { contentHash, similarity, tokenize } from '@moodlight/text'

/** A generator of numbers that always gives the same ones. */
export function seeded(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}

/** Sentences in four languages are put together from these; all are ours. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  eng: 'the app of bank is down again nobody answers phone #outage @helpdesk card money lovely staff queue today 😀 e-mail'.split(
    ' ',
  ),
  nld: 'de app van bank ligt weer uit niemand neemt op #storing @klantenservice pas geld aardige medewerkers rij vandaag 😡'.split(
    ' ',
  ),
  fas: 'این بانک خوب است نمی‌خواهم دوباره برنامه پول کارت صف طولانی امروز کسی پاسخ نمی‌دهد خیلی #بانک'.split(' '),
  zho: '荷兰银行 手机应用 又崩溃了 客服很差 今天 排队 很久 钱 卡 不错 谢谢 #银行'.split(' '),
}
export const LANGUAGES = Object.keys(WORDS)
export const BRANDS = ['brand-a', 'brand-b', 'brand-c', 'brand-d', 'brand-e']
export const SOURCES = ['source-1', 'source-2', 'source-3']
const LABELS = ['negative', 'neutral', 'positive'] as const
const VOICES = ['public', 'public', 'public', 'press', 'own', 'staff', 'automated', 'advertising'] as const
const REASONS = ['unknown-language', 'no-words', 'too-little-evidence'] as const
/** All of it lies in this time. */
export const SPAN = 40 * 24 * HOUR

type Random = (n: number) => number
const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

function textOf(random: Random, language: string): string {
  const words = WORDS[language]!
  const said = Array.from({ length: 3 + random(25) }, () => pick(random, words))
  return `${said.join(language === 'zho' ? '' : ' ')} ${random(4) ? `n${random(500)}` : ''}`.trim()
}

function mentionsOf(random: Random): Mention[] {
  const brands = BRANDS.filter(() => random(4) === 0)
  return brands.map((brand) => {
    const voice = pick(random, VOICES)
    const kind = random(8)
    if (kind === 0) return aMention({ brand, voice, certainty: 'unsure', unscored: 'unsure-match' })
    if (kind === 1) return aMention({ brand, voice, unscored: pick(random, REASONS) })
    const label = pick(random, LABELS)
    if (kind > 2) return aMention({ brand, voice, label })
    const sentiment = { ...aMention({ label }).sentiment, origin: { by: 'person', who: 'eva', at: T0 + random(1000) } }
    return aMention({ brand, voice, sentiment: sentiment as Mention['sentiment'] })
  })
}

function written(post: Post, text: string): Post {
  const tokens = tokenize(post.title ? `${post.title}\n${text}` : text)
  return { ...post, text, contentHash: contentHash(tokens), similarity: similarity(tokens), tokens: tokens.length }
}

/**
 * A history of posts as sources give them: copies and near-copies, edits, labels of people, new labels of machines, deletions, also
 * before the post, purges, reposts, counts, authors and holes; late and repeated deliveries among them. About `n` mentions.
 */
export function* history(n: number, seed = 1): Generator<StoreEvent> {
  const random = seeded(seed)
  const known: PostMentions[] = []
  let mentions = 0
  let offset = 0
  for (let i = 0; mentions < n; i++) {
    const old = known.length > 0 ? known[random(known.length)]! : null
    const kind = random(100)
    if (old && kind < 6) yield edit(random, old, offset++)
    else if (old && kind < 9) yield labelledAnew(random, old, offset++)
    else if (kind < 12) yield aTombstone(`test:${random(i + 50)}`, { source: pick(random, SOURCES) })
    else if (kind === 12 && random(3) === 0) yield aPurge(`author ${random(200)}`, T0 - random(SPAN))
    else if (kind < 16)
      yield anEngagement(`test:${random(i + 20)}`, T0 + random(1000), { likes: random(90) }, pick(random, SOURCES))
    else if (kind < 18) yield anAuthor(`author ${random(200)}`, { seenAt: T0 - random(SPAN) })
    else if (kind === 18 && random(20) === 0)
      yield aHole(`hole ${random(30)}`, { from: T0 - random(SPAN), to: random(2) ? T0 : null })
    else if (old && kind < 21) yield old
    const event = fresh(random, i, old, offset++)
    mentions += event.mentions.length
    // The past is remembered only in part, so that memory stays flat; edits of long ago are rare anyway.
    if (known.length < 5000) known.push(event)
    else known[random(known.length)] = event
    yield event
  }
}

function fresh(random: Random, i: number, old: PostMentions | null, offset: number): PostMentions {
  const language = old && random(6) === 0 ? old.language.code : pick(random, LANGUAGES)
  const repeats = old !== null && random(6) === 0
  const text = repeats ? (random(2) ? old.post.text : `${old.post.text} n${random(3)}`) : textOf(random, language)
  const at = repeats ? old.post.at + random(80 * HOUR) - 10 * HOUR : T0 - random(SPAN)
  const repost = old !== null && random(25) === 0
  const post = written(
    aPost({
      nativeId: `${i}`,
      // Many posts of one moment, so that ids decide their order.
      at: Math.floor(at / MINUTE) * MINUTE,
      atFrom: random(10) ? 'source' : 'seen',
      author: random(8) ? `author ${random(200)}` : null,
      site: random(9) ? `site-${random(12)}.example` : null,
      source: pick(random, SOURCES),
      title: random(9) ? null : textOf(random, language),
      repostOf: repost ? old.post.id : null,
    }),
    repost ? '' : text,
  )
  return aPostMentions(post, repost ? [] : mentionsOf(random), { language, origin: { offset } })
}

function edit(random: Random, { post, language }: PostMentions, offset: number): PostMentions {
  const at = random(4) ? post.at : T0 - random(SPAN)
  const next = { ...post, revision: post.revision + 1 + random(3), at }
  return aPostMentions(written(next, textOf(random, language.code)), mentionsOf(random), {
    language: language.code,
    origin: { offset },
  })
}

function labelledAnew(random: Random, { post, language, labelling }: PostMentions, offset: number): PostMentions {
  const enrichmentVersion = labelling.enrichmentVersion + 1 + random(2)
  return aPostMentions(post, mentionsOf(random), {
    language: language.code,
    labelling: { enrichmentVersion, modelHash: `m${enrichmentVersion}` },
    origin: { offset },
  })
}
