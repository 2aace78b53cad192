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

/**
 * A link and what follows from it. The canonical form has no tracking parameters, fragment, default port or trailing slash,
 * and its host is in lower case; the order of the other parameters stays, as it may matter.
 */
export function linkOf(raw: string | null): Link {
  const url = webLink(raw)
  if (!url) return NO_LINK
  const link = url.href
  url.hash = ''
  const parameters = url.search.slice(1).split('&')
  const kept = parameters.filter((p) => p !== '' && !isTracking(p))
  if (kept.length < parameters.length) url.search = kept.join('&')
  if (url.pathname.length > 1) url.pathname = url.pathname.replace(/\/+$/, '')
  const site = url.hostname.replace(/^www\./, '').replace(/\.$/, '')
  return { url: link, canonicalUrl: url.href.replace(/\?$/, ''), site: site && site.length <= 255 ? site : null }
}
