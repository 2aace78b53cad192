/** The namespaces that feeds use, under the prefixes by which this package knows them. Trailing slashes and case differ in the wild. */
const PREFIXES: Readonly<Record<string, string>> = {
  'www.w3.org/2005/atom': 'atom',
  'purl.org/atom/ns#': 'atom',
  'purl.org/rss/1.0': 'rss',
  'my.netscape.com/rdf/simple/0.9': 'rss',
  'my.netscape.com/publish/formats/rss-0.91.dtd': 'rss',
  'backend.userland.com/rss': 'rss',
  'backend.userland.com/rss2': 'rss',
  'blogs.law.harvard.edu/tech/rss': 'rss',
  'www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'purl.org/rss/1.0/modules/slash': 'slash',
  'purl.org/syndication/thread/1.0': 'thr',
  'search.yahoo.com/mrss': 'media',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'wellformedweb.org/commentapi': 'wfw',
  'www.w3.org/1999/xhtml': 'xhtml',
  'www.w3.org/xml/1998/namespace': 'xml',
}

function known(uri: string): string | undefined {
  return PREFIXES[
    uri
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, '')
  ]
}

/**
 * The name with the house's prefix. Elements of the root's own namespace, of RSS and of none have no prefix; a prefix that
 * was never declared is taken as it is written, since it is nearly always the usual one.
 */
export function prefixOf(rawName: string, scope: ReadonlyMap<string, string>, rootNamespace: string): string {
  const colon = rawName.indexOf(':')
  const prefix = colon < 0 ? '' : rawName.slice(0, colon)
  const local = rawName.slice(colon + 1).toLowerCase()
  const uri = scope.get(prefix)
  if (uri === undefined) return prefix === '' ? local : `${prefix.toLowerCase()}:${local}`
  const house = known(uri)
  if (house === 'rss' || (uri === rootNamespace && house === 'atom')) return local
  if (house !== undefined) return `${house}:${local}`
  return prefix === '' ? local : `${prefix.toLowerCase()}:${local}`
}
