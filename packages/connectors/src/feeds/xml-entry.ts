import type { PostDraft } from '@moodlight/ports'
import { parseFeedDate } from '../feed-date.ts'
import { clean, count } from '../posts/fields.ts'
import type { Entry } from './entry.ts'
import { contentText, tidy, titleText } from './html-text.ts'
import { absolute } from './links.ts'
import { baseOf, childrenOf, childText, type Element, inherited, textOf } from './tree.ts'

const DATES = {
  published: [
    'pubdate',
    'published',
    'issued',
    'dc:date',
    'dcterms:issued',
    'dcterms:created',
    'created',
    'dc:created',
  ],
  updated: ['updated', 'modified', 'dcterms:modified', 'atom:updated', 'lastbuilddate'],
}

/** An `item` or `entry` element as an Entry. `feedUrl` is where the feed came from; links are resolved on it. */
export function entryOf(item: Element, feedUrl: string): Entry {
  const base = baseOf(item, feedUrl)
  const updatedAt = date(item, DATES.updated)
  return {
    guid: (childText(item, ['guid', 'id', 'atom:id', 'dc:identifier']) ?? item.attributes['rdf:about'])?.trim() || null,
    link: linkOf(item, base),
    title: titleOf(item),
    text: clean(bodyOf(item)),
    author: authorOf(item),
    languages: languagesOf(item),
    publishedAt: date(item, DATES.published) ?? updatedAt,
    updatedAt,
    replyTo: childrenOf(item, 'thr:in-reply-to')[0]?.attributes['ref']?.trim() || null,
    replies: count(childText(item, ['slash:comments', 'thr:total'])),
    media: mediaOf(item, base),
  }
}

function date(item: Element, names: readonly string[]): number | null {
  for (const name of names) {
    const text = childText(item, [name])
    const at = text === null ? null : parseFeedDate(text)
    if (at !== null) return at
  }
  return null
}

/** `feedburner:origLink`, the alternate link, a guid that is a permalink. */
function linkOf(item: Element, base: string): string | null {
  const original = absolute(childText(item, ['feedburner:origlink']), base)
  if (original) return original
  const links = [...childrenOf(item, 'link'), ...childrenOf(item, 'atom:link')]
  const plain = links.find((l) => l.attributes['href'] === undefined && textOf(l).trim() !== '')
  const alternate = links.find(
    (l) => l.attributes['href'] !== undefined && ['alternate', ''].includes(l.attributes['rel'] ?? ''),
  )
  const link =
    absolute(plain && textOf(plain), plain ? baseOf(plain, base) : base) ??
    absolute(alternate?.attributes['href'], alternate ? baseOf(alternate, base) : base)
  if (link) return link
  const guid = childrenOf(item, 'guid')[0]
  const permalink = guid && guid.attributes['ispermalink']?.trim().toLowerCase() !== 'false' ? textOf(guid).trim() : ''
  return /^https?:\/\//i.test(permalink) ? absolute(permalink, base) : null
}

function titleOf(item: Element): string | null {
  const title =
    childrenOf(item, 'title')[0] ?? childrenOf(item, 'dc:title')[0] ?? childrenOf(item, 'media:title')[0] ?? null
  if (!title) return null
  const text = title.attributes['type'] === 'text' ? tidy(textOf(title)) : titleText(inner(title))
  return clean(text) || null
}

const BODIES = [
  'content:encoded',
  'xhtml:body',
  'content',
  'description',
  'summary',
  'media:description',
  'dc:description',
  'itunes:summary',
]

/** Content before summary; what stands in a `media:group` (YouTube) at last. */
function bodyOf(item: Element): string {
  for (const holder of [item, ...childrenOf(item, 'media:group')])
    for (const name of BODIES)
      for (const element of childrenOf(holder, name)) {
        const text = bodyText(element, isAtom(item) && name !== 'content:encoded')
        if (text !== '') return text
      }
  return ''
}

/** Atom says what a text is, and means plain text when it does not; RSS descriptions are HTML. */
function bodyText(element: Element, atom: boolean): string {
  const type = element.attributes['type']?.trim().toLowerCase() ?? ''
  // Atom content may be a picture or stand elsewhere.
  if (element.attributes['src'] !== undefined || /^(image|audio|video|application\/(?!xhtml))/.test(type)) return ''
  const plain = type === 'text' || type === 'text/plain' || (type === '' && atom)
  return plain ? tidy(textOf(element)) : contentText(inner(element))
}

function isAtom(item: Element): boolean {
  return item.name === 'entry'
}

/** What stands inside, with markup written out again: XHTML content, and tags that somebody forgot to escape. */
function inner(element: Element): string {
  if (element.children.every((c) => typeof c === 'string')) return textOf(element)
  const write = (e: Element): string => {
    const name = e.name.replace(/^[^:]*:/, '')
    return `<${name}>${e.children.map((c) => (typeof c === 'string' ? escaped(c) : write(c))).join('')}</${name}>`
  }
  return element.children.map((c) => (typeof c === 'string' ? escaped(c) : write(c))).join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** `dc:creator`, Atom persons (the feed's own where the entry has none), RSS `a@b.c (Name)`. Mail addresses are left out. */
function authorOf(item: Element): Entry['author'] {
  for (let e: Element | null = item; e; e = e.parent) {
    const person = childrenOf(e, 'author').find((a) => childText(a, ['name', 'uri', 'url']) !== null)
    if (person) {
      const url = childText(person, ['uri', 'url'])
      const name = childText(person, ['name']) ?? url
      if (name) return { name: titleText(name).slice(0, 200), url: absolute(url, 'http://invalid.invalid/') }
    }
    if (e !== item) continue
    const plain = childText(e, ['dc:creator', 'author', 'itunes:author'])
    const named =
      plain === null ? '' : (/\(([^()]{1,200})\)\s*$/.exec(plain)?.[1] ?? plain.replace(/\S+@\S+/g, '')).trim()
    if (named !== '') return { name: titleText(named).slice(0, 200), url: null }
  }
  return null
}

function languagesOf(item: Element): string[] {
  const own = inherited(item, 'xml:lang')
  const found = [childText(item, ['dc:language', 'language']), own]
  // RSS: the language stands in the channel; RSS 1.0 puts the channel beside the item.
  for (let e = item.parent; e; e = e.parent)
    for (const holder of [e, ...childrenOf(e, 'channel')]) found.push(childText(holder, ['language', 'dc:language']))
  return [...new Set(found.filter((l): l is string => l !== null && l.length <= 35))].slice(0, 4)
}

function mediaOf(item: Element, base: string): PostDraft['media'] {
  const found: PostDraft['media'][number][] = []
  const add = (url: string | null, type: string, alt: string | null) => {
    if (!url || found.some((m) => m.url === url) || found.length >= 32) return
    const kind = (['image', 'video', 'audio'] as const).find((k) => type.toLowerCase().startsWith(k)) ?? 'link'
    found.push({ type: kind, url, alt: alt?.slice(0, 4096) ?? null })
  }
  for (const e of childrenOf(item, 'enclosure'))
    add(absolute(e.attributes['url'], base), e.attributes['type'] ?? '', null)
  for (const e of [...childrenOf(item, 'link'), ...childrenOf(item, 'atom:link')])
    if (e.attributes['rel'] === 'enclosure')
      add(absolute(e.attributes['href'], base), e.attributes['type'] ?? '', e.attributes['title'] ?? null)
  const groups = [item, ...childrenOf(item, 'media:group')]
  for (const group of groups)
    for (const e of childrenOf(group, 'media:content'))
      add(
        absolute(e.attributes['url'], base),
        e.attributes['type'] ?? e.attributes['medium'] ?? '',
        childText(e, ['media:description', 'media:title']),
      )
  for (const group of groups)
    for (const e of childrenOf(group, 'media:thumbnail')) add(absolute(e.attributes['url'], base), 'image', null)
  return found
}
