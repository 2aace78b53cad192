/** Where the parts of a link end, in UTF-16 units. */
export interface PlainLink {
  readonly hostAt: number
  readonly pathAt: number
  /** Of the `?`; the length of the link when it has none. */
  readonly queryAt: number
}

const HTTPS = 'https://'
const HTTP = 'http://'
/** A longer host is for the parser of URLs to judge. */
const MAX_HOST = 200
const DOT = 0x2e
const DASH = 0x2d
const SLASH = 0x2f

/** 1: in a host, 2: in a path, 4: in a query: characters that the parser of URLs leaves as they are. */
const ALLOWED = new Uint8Array(128)
const allow = (characters: string, bits: number): void => {
  for (const c of characters) ALLOWED[c.charCodeAt(0)]! |= bits
}
allow('abcdefghijklmnopqrstuvwxyz0123456789', 1 | 2 | 4)
allow('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2 | 4)
allow('/-_.~!$&()*+,;=:@', 2 | 4)
allow('%', 4)

/**
 * The parts of a link that the parser of URLs would give back unchanged; null for every other, right or wrong, which it then has to judge.
 * Most links are such, and the parser costs as much as all else that is done with a post: a host in lower case with a path of plain characters,
 * without port, sign-in, fragment, escapes or dots as steps in the path, and without what stands for numbers (1.2.3.4) or Unicode (xn--).
 */
export function plainLink(raw: string): PlainLink | null {
  const hostAt = raw.startsWith(HTTPS) ? HTTPS.length : raw.startsWith(HTTP) ? HTTP.length : 0
  if (hostAt === 0) return null
  const pathAt = hostEnd(raw, hostAt)
  if (pathAt < 0) return null
  let queryAt = pathAt
  while (queryAt < raw.length && is(raw, queryAt, 2)) {
    // `/./`, `/..`: steps that the parser takes out.
    if (raw.charCodeAt(queryAt) === SLASH && raw.charCodeAt(queryAt + 1) === DOT) return null
    queryAt++
  }
  if (queryAt < raw.length && raw.charCodeAt(queryAt) !== 0x3f) return null
  for (let i = queryAt + 1; i < raw.length; i++) if (!is(raw, i, 4)) return null
  return { hostAt, pathAt, queryAt }
}

/** The offset of the slash behind a plain host, or -1. */
function hostEnd(raw: string, hostAt: number): number {
  let label = hostAt
  let i = hostAt
  for (; i - hostAt < MAX_HOST; i++) {
    const c = raw.charCodeAt(i)
    if (c !== DOT && c !== SLASH) {
      if (c !== DASH && !is(raw, i, 1)) return -1
      continue
    }
    if (i === label || raw.startsWith('xn--', label)) return -1
    if (c === SLASH) break
    label = i + 1
  }
  // A last label that begins with a digit may be part of an address in numbers.
  const first = raw.charCodeAt(label)
  return raw.charCodeAt(i) === SLASH && first >= 0x61 && first <= 0x7a ? i : -1
}

function is(raw: string, i: number, bit: number): boolean {
  const c = raw.charCodeAt(i)
  return c < 128 && (ALLOWED[c]! & bit) !== 0
}
