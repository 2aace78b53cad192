/** An item of a made-up feed, as its author knows it. */
export interface FeedItem {
  readonly guid?: string | null
  readonly link?: string
  readonly title?: string
  /** HTML. */
  readonly html?: string
  /** As it is to stand in the feed. */
  readonly date?: string
  readonly author?: string
}

const escaped = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const tag = (name: string, value: string | undefined) =>
  value === undefined ? '' : `<${name}>${escaped(value)}</${name}>`

/** RSS 2.0. `head` goes into the channel as it is; `declaration` is the first line. */
export function rssDocument(
  items: readonly FeedItem[],
  options: { head?: string; declaration?: string; language?: string } = {},
): string {
  const body = items
    .map((i) => {
      const guid = i.guid === undefined || i.guid === null ? '' : `<guid isPermaLink="false">${escaped(i.guid)}</guid>`
      const parts = [tag('title', i.title), tag('link', i.link), tag('description', i.html), tag('pubDate', i.date)]
      return `<item>${guid}${parts.join('')}${tag('dc:creator', i.author)}</item>`
    })
    .join('\n')
  return `${options.declaration ?? '<?xml version="1.0" encoding="utf-8"?>'}
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A feed</title>
<link>https://feed.example/</link><language>${options.language ?? 'en'}</language>${options.head ?? ''}
${body}
</channel></rss>`
}

export function atomDocument(items: readonly FeedItem[]): string {
  const body = items
    .map(
      (i) => `<entry><id>${escaped(i.guid ?? '')}</id><title type="html">${escaped(i.title ?? '')}</title>
<link rel="alternate" href="${escaped(i.link ?? '')}"/><updated>${i.date ?? ''}</updated>
<content type="html">${escaped(i.html ?? '')}</content><author><name>${escaped(i.author ?? '')}</name></author></entry>`,
    )
    .join('\n')
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><id>urn:feed</id><title>Een feed</title>
<updated>2026-01-01T00:00:00Z</updated>${body}</feed>`
}

export function jsonFeedDocument(items: readonly FeedItem[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'A feed',
    language: 'en',
    ...more,
    items: items.map((i) => ({
      id: i.guid,
      url: i.link,
      title: i.title,
      content_html: i.html,
      date_published: i.date,
      authors: i.author === undefined ? [] : [{ name: i.author }],
    })),
  })
}
