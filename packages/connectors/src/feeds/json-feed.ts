import { MoodlightError } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'
import { parseFeedDate } from '../feed-date.ts'
import { clean, type Fields, isFields, text } from '../posts/fields.ts'
import { type Entry, NO_FACTS, type ParsedFeed } from './entry.ts'
import { contentText, tidy, titleText } from './html-text.ts'
import { absolute } from './links.ts'
import { MAX_ENTRIES } from './xml-feed.ts'

/**
 * Reads JSON Feed 1.0 or 1.1. Items without an id are dropped, as the specification demands; a number becomes text.
 * @throws ML_SOURCE_PAYLOAD when it is none.
 */
export function parseJsonFeed(json: string, feedUrl: string): ParsedFeed {
  let feed: unknown
  try {
    feed = JSON.parse(json)
  } catch {
    throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the feed is not JSON')
  }
  if (!isFields(feed) || !Array.isArray(feed['items']))
    throw new MoodlightError('ML_SOURCE_PAYLOAD', 'the answer is JSON, but no JSON Feed')
  const items: unknown[] = feed['items']
  const entries = items
    .slice(0, MAX_ENTRIES)
    .flatMap((item) => (isFields(item) ? entryOf(item, feed as Fields, feedUrl) : []))
  const facts = { ...NO_FACTS, expired: feed['expired'] === true, nextUrl: absolute(text(feed['next_url']), feedUrl) }
  return { format: 'json', entries, facts, stopped: null }
}

function entryOf(item: Fields, feed: Fields, feedUrl: string): Entry[] {
  const guid = text(item['id'])?.trim()
  if (!guid) return []
  const html = text(item['content_html'])
  const plain = text(item['content_text'])
  const link = absolute(text(item['url']), feedUrl) ?? absolute(text(item['external_url']), feedUrl)
  const date = (name: string) => parseFeedDate(text(item[name]) ?? '')
  return [
    {
      guid,
      link: link ?? (/^https?:\/\//i.test(guid) ? absolute(guid, feedUrl) : null),
      title: clean(titleText(text(item['title']) ?? '')) || null,
      text: clean(html !== null ? contentText(html) : tidy(plain ?? text(item['summary']) ?? '')),
      author: authorOf(item) ?? authorOf(feed),
      languages: [text(item['language']), text(feed['language'])].filter((l): l is string => !!l && l.length <= 35),
      publishedAt: date('date_published') ?? date('date_modified'),
      updatedAt: date('date_modified'),
      replyTo: null,
      replies: null,
      media: mediaOf(item, feedUrl),
    },
  ]
}

function authorOf(holder: Fields): Entry['author'] {
  const list: unknown = holder['authors']
  const first: unknown = Array.isArray(list) ? list[0] : holder['author']
  if (!isFields(first)) return null
  const url = text(first['url'])
  const name = text(first['name']) ?? url
  return name ? { name: clean(name).slice(0, 200), url: absolute(url, 'http://invalid.invalid/') } : null
}

function mediaOf(item: Fields, base: string): PostDraft['media'] {
  const attached: unknown = item['attachments']
  const found: PostDraft['media'][number][] = []
  for (const name of ['image', 'banner_image']) {
    const url = absolute(text(item[name]), base)
    if (url) found.push({ type: 'image', url, alt: null })
  }
  for (const one of Array.isArray(attached) ? attached.slice(0, 30) : []) {
    if (!isFields(one)) continue
    const mime = text(one['mime_type']) ?? ''
    const type = (['image', 'video', 'audio'] as const).find((k) => mime.startsWith(k)) ?? 'link'
    const url = absolute(text(one['url']), base)
    if (url) found.push({ type, url, alt: text(one['title'])?.slice(0, 4096) ?? null })
  }
  return found
}
