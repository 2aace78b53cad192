import { Parser } from 'htmlparser2'

/** Elements that begin a new line. */
const BLOCKS = new Set(
  'address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(
    ' ',
  ),
)
/** Elements whose content nobody reads. */
const HIDDEN = new Set('script style template noscript iframe object svg head title textarea select button'.split(' '))
const REAL_TAG =
  /<\/?(?:a|abbr|b|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img|ins|li|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]{0,4000})?\/?>/i
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/i

/** true when a tag of HTML stands in the text; `a < b` and `<3` are none. */
export function holdsTags(text: string): boolean {
  return text.includes('<') && REAL_TAG.test(text)
}

class TooDeep extends Error {}
const MAX_DEPTH = 400

/**
 * HTML as plain text: tags removed, entities decoded, blocks on lines of their own, white space joined; ZWNJ and joiners of
 * emoji stay. Never throws; beyond 400 levels the text ends.
 */
export function htmlToText(html: string): string {
  let out = ''
  let hidden = 0
  let depth = 0
  const parser = new Parser(
    {
      onopentag(name) {
        if (++depth > MAX_DEPTH) throw new TooDeep()
        if (HIDDEN.has(name)) hidden++
        if (BLOCKS.has(name)) out += '\n'
        else if (name === 'td' || name === 'th') out += ' '
      },
      onclosetag(name) {
        depth--
        if (HIDDEN.has(name)) hidden--
        if (BLOCKS.has(name) && name !== 'br') out += '\n'
      },
      ontext(text) {
        if (hidden === 0) out += text.replace(/\n/g, ' ')
      },
    },
    { decodeEntities: true },
  )
  try {
    parser.write(html)
    parser.end()
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
  }
  return tidy(out)
}

/** Blanks joined (no-break space too), at most one empty line, trimmed; U+200C and U+200D are no blanks. */
export function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Entities of a text that is not HTML, once. */
function decodeEntities(text: string): string {
  if (!ENTITY.test(text)) return text
  // Without tags nothing but the entities is touched.
  return text
    .split(/(&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)/i)
    .map((part, i) => (i % 2 ? entity(part) : part))
    .join('')
}

function entity(written: string): string {
  let out = ''
  const parser = new Parser(
    {
      ontext: (t) => {
        out += t
      },
    },
    { decodeEntities: true },
  )
  parser.write(written)
  parser.end()
  return out
}

/** Content that is HTML by its format (RSS descriptions, `content_html`), also where it, or a part of it, was escaped twice. */
export function contentText(html: string): string {
  const once = htmlToText(html)
  if (holdsTags(once) && !holdsTags(html)) return htmlToText(once)
  if (!ENTITY.test(once)) return once
  const decoded = tidy(decodeEntities(once))
  return holdsTags(decoded) && !holdsTags(once) ? htmlToText(decoded) : decoded
}

/** A title: plain text or HTML, nobody says which. Entities are decoded once, tags go only where a real one stands. */
export function titleText(raw: string): string {
  if (holdsTags(raw)) return htmlToText(raw).replaceAll('\n', ' ')
  const decoded = decodeEntities(raw)
  return tidy(holdsTags(decoded) ? htmlToText(decoded) : decoded).replaceAll('\n', ' ')
}
