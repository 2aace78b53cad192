import { type PlainLink, plainLink } from './plain-link.ts'

/** Parameters that say how a reader came, not what the page is. */
const TRACKING = new Set(
  (
    'fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid igsh mc_cid mc_eid mkt_tok vero_id ' +
    '_hsenc _hsmi _ga _gl ref_src ref_url cmpid wt_mc wt_zmc spm share_token at_medium at_campaign at_custom1 at_custom2'
  ).split(' '),
)
const MAX_URL = 4096

export interface Link {
  readonly url: string | null
  readonly canonicalUrl: string | null
  readonly site: string | null
}

const NO_LINK: Link = { url: null, canonicalUrl: null, site: null }

function isTracking(parameter: string): boolean {
  const name = (parameter.split('=', 1)[0] ?? '').toLowerCase()
  return name.startsWith('utm_') || TRACKING.has(name)
}

/** A web link for people, or null: other schemes (`javascript:`) and sign-in data never get through. */
export function webLink(raw: string | null): URL | null {
  if (raw === null || raw.length > MAX_URL || !URL.canParse(raw.trim())) return null
  const url = new URL(raw.trim())
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.href.length > MAX_URL) return null
  url.username = ''
  url.password = ''
  return url
}

/** {@link webLink} as text. */
export function webAddress(raw: string | null): string | null {
  if (raw === null) return null
  return raw.length <= MAX_URL && plainLink(raw) !== null ? raw : (webLink(raw)?.href ?? null)
}

/**
 * A link and what follows from it. The canonical form has no tracking parameters, fragment, default port or trailing slash,
 * and its host is in lower case; the order of the other parameters stays, as it may matter.
 */
export function linkOf(raw: string | null): Link {
  if (raw === null || raw === '') return NO_LINK
  const plain = raw.length <= MAX_URL ? plainLink(raw) : null
  return plain === null ? parsedLink(raw) : linkOfPlain(raw, plain)
}

/** {@link linkOf} for links that need the parser of URLs, and those that are none. */
export function parsedLink(raw: string): Link {
  const url = webLink(raw)
  if (!url) return NO_LINK
  const link = url.href
  url.hash = ''
  const parameters = url.search.slice(1).split('&')
  const kept = parameters.filter((p) => p !== '' && !isTracking(p))
  if (kept.length < parameters.length) url.search = kept.join('&')
  if (url.pathname.length > 1) url.pathname = url.pathname.replace(/\/+$/, '')
  return { url: link, canonicalUrl: url.href.replace(/\?$/, ''), site: siteOf(url.hostname) }
}

function siteOf(host: string): string | null {
  const site = host.replace(/^www\./, '').replace(/\.$/, '')
  return site && site.length <= 255 ? site : null
}

function linkOfPlain(url: string, { hostAt, pathAt, queryAt }: PlainLink): Link {
  let end = queryAt
  while (end > pathAt + 1 && url.charCodeAt(end - 1) === 0x2f) end--
  let canonicalUrl = end === url.length ? url : url.slice(0, end)
  if (queryAt + 1 < url.length) {
    const kept = url
      .slice(queryAt + 1)
      .split('&')
      .filter((p) => p !== '' && !isTracking(p))
    if (kept.length > 0) canonicalUrl += `?${kept.join('&')}`
  }
  return { url, canonicalUrl: canonicalUrl.replace(/\?$/, ''), site: siteOf(url.slice(hostAt, pathAt)) }
}
