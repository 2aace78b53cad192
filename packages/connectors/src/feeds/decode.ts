import { detectEncoding } from './detect.ts'

/** Characters that XML 1.0 forbids and feeds hold all the same, lone surrogates and the two non-characters among them. */
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

export interface Decoded {
  readonly text: string
  /** The encoding that was used, as the platform names it. */
  readonly encoding: string
}

function decoder(label: string, fatal: boolean): TextDecoder | null {
  try {
    // Feeds labelled gb2312 or gbk hold characters of GB 18030, which contains both.
    const name = /^(x-)?(gb[-_]?2312(-80)?|gbk|cp936|euc-cn)$/i.test(label.trim()) ? 'gb18030' : label.trim()
    return new TextDecoder(name, { fatal })
  } catch {
    return null
  }
}

function strict(bytes: Uint8Array, label: string | null): Decoded | null {
  const d = label === null ? null : decoder(label, true)
  if (!d) return null
  try {
    return { text: d.decode(bytes), encoding: d.encoding }
  } catch {
    return null
  }
}

/** The charset parameter of a content type; null when there is none. */
export function httpCharset(contentType: string | undefined): string | null {
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(contentType ?? '')?.[1] ?? null
}

/** The encoding in the XML declaration, which stands in ASCII in every encoding but UTF-16 and UTF-32. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1')
  return /^\s*<\?xml[^>]{0,300}?encoding\s*=\s*["']?([A-Za-z0-9_.:-]+)/i.exec(head)?.[1] ?? null
}

/** A byte order mark, or the zero bytes of `<?xml` in UTF-16 and UTF-32. */
function marked(b: Uint8Array): string | null {
  const n = ((b[0] ?? 0) << 24) | ((b[1] ?? 0) << 16) | ((b[2] ?? 0) << 8) | (b[3] ?? 0)
  if (n >>> 0 === 0x0000feff || n === 0x3c) return 'utf-32be'
  if (n >>> 0 === 0xfffe0000 || n === 0x3c000000) return 'utf-32le'
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8'
  if (n >>> 16 === 0xfeff || n === 0x003c003f) return 'utf-16be'
  if (n >>> 16 === 0xfffe || n === 0x3c003f00) return 'utf-16le'
  return null
}

/** UTF-32, which TextDecoder does not know. */
function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let out = ''
  for (let i = 0; i + 4 <= view.byteLength; i += 4) {
    const c = view.getUint32(i, littleEndian)
    out += c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ? '\uFFFD' : String.fromCodePoint(c)
  }
  return out.replace(/^\uFEFF/, '')
}

/**
 * Bytes of a feed as text. A byte order mark wins. Then, in this order, whatever decodes without an error: strict UTF-8
 * when header and declaration disagree; the one that the media type puts first (`application/xml`: the header, `text/xml`
 * and unknown: the declaration); the other one; UTF-8; what the bytes look like; and at last windows-1252, which always
 * decodes. A label that decodes with a few errors beats a guess. Rules after RFC 7303 and feedparser (character-encoding).
 */
export function decodeFeed(bytes: Uint8Array, contentType: string | undefined): Decoded {
  const mark = marked(bytes)
  if (mark?.startsWith('utf-32')) return tidied({ text: utf32(bytes, mark === 'utf-32le'), encoding: mark })
  if (mark !== null) return tidied(strict(bytes, mark) ?? loose(bytes, mark))
  const header = httpCharset(contentType)
  const declared = declaredEncoding(bytes)
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const headerFirst = /^application\/(.*\+)?(xml|json)$/.test(type)
  const order = headerFirst ? [header, declared] : [declared, header]
  const differ =
    header !== null && declared !== null && decoder(header, false)?.encoding !== decoder(declared, false)?.encoding
  const utf8 = strict(bytes, 'utf-8')
  if (differ && utf8) return tidied(utf8)
  for (const label of order) {
    const found = strict(bytes, singleByte(label) && utf8 && !isAscii(bytes) ? 'utf-8' : label)
    if (found) return tidied(found)
  }
  if (utf8) return tidied(utf8)
  for (const label of order) {
    const found = label === null ? null : decoder(label, false)
    // A truncated or slightly damaged text is still in the encoding it names.
    if (found && mostlyWhole(found.decode(bytes))) return tidied(loose(bytes, label as string))
  }
  return tidied(strict(bytes, detectEncoding(bytes)) ?? loose(bytes, 'windows-1252'))
}

/** Single-byte encodings decode anything: text that is whole UTF-8 and not plain ASCII is UTF-8, whatever the label says. */
function singleByte(label: string | null): boolean {
  const name = label === null ? undefined : decoder(label, false)?.encoding
  return name !== undefined && /^(windows-|iso-8859|koi8|macintosh|ibm866|x-mac)/.test(name)
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((b) => b < 0x80)
}

function loose(bytes: Uint8Array, label: string): Decoded {
  const d = decoder(label, false) ?? new TextDecoder('utf-8')
  return { text: d.decode(bytes), encoding: d.encoding }
}

function mostlyWhole(text: string): boolean {
  let bad = 0
  for (let i = text.indexOf('\uFFFD'); i >= 0 && bad <= text.length / 200; i = text.indexOf('\uFFFD', i + 1)) bad++
  return bad <= Math.max(2, text.length / 200)
}

function tidied({ text, encoding }: Decoded): Decoded {
  return { text: text.replace(ILLEGAL, '').toWellFormed().trimStart(), encoding }
}
