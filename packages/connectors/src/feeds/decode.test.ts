import { describe, expect, it } from 'vitest'
import { decodeFeed } from './decode.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const xml = (encoding: string | null, body: Buffer) =>
  Buffer.concat([
    Buffer.from(`<?xml version="1.0"${encoding === null ? '' : ` encoding="${encoding}"`}?><t>`),
    body,
    Buffer.from('</t>'),
  ])
const inside = (text: string) => /<t>([\s\S]*)<\/t>/.exec(text)?.[1]

// 银行 in GB 18030; 镕 is in GBK and not in GB 2312.
const YINHANG = bytes('d2f8 d0d0')
const RONG = bytes('e946')
// "می‌گ" as windows-1256 writes it: meem, Arabic yeh, ZWNJ, gaf.
const PERSIAN = bytes('e3 ed 9d 90')

describe('encodings of feeds', () => {
  it.each([
    ['UTF-8 without any word', null, undefined, Buffer.from('银行 می‌خواهم'), '银行 می‌خواهم'],
    ['gb2312 that holds GBK', 'gb2312', undefined, Buffer.concat([YINHANG, RONG]), '银行镕'],
    ['gbk by the header only', null, 'application/xml; charset=gbk', YINHANG, '银行'],
    ['windows-1256', 'windows-1256', 'text/xml', PERSIAN, 'مي‌گ'],
    ['a false header, UTF-8 in truth', 'utf-8', 'application/xml; charset=iso-8859-1', Buffer.from('é银'), 'é银'],
    ['a false declaration, UTF-8 in truth', 'iso-8859-1', undefined, Buffer.from('é银行'), 'é银行'],
    [
      'a false header utf-8, the declaration is right',
      'windows-1256',
      'application/xml; charset=utf-8',
      PERSIAN,
      'مي‌گ',
    ],
    ['a header of text/xml loses to the declaration', 'gb2312', 'text/xml; charset=big5', YINHANG, '银行'],
    ['a header of application/xml wins', 'big5', 'application/rss+xml; charset=gb2312', YINHANG, '银行'],
    ['us-ascii that is more', 'us-ascii', undefined, Buffer.from([0x93, 0x41, 0x94]), '“A”'],
    ['an unknown label', 'bogus', undefined, Buffer.from('é'), 'é'],
    ['no label and no UTF-8', null, undefined, Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'café'],
    [
      'no label, Cyrillic in koi8-r',
      null,
      undefined,
      bytes('d0 d2 c9 d7 c5 d4 20 cd c9 d2 20 ce cf d7 cf d3 d4 c9'),
      'привет мир новости',
    ],
    [
      'no label, Chinese in GB 18030',
      null,
      undefined,
      bytes('ced2 c3c7 b5c4 d2f8 d0d0 d4da d5e2 c0ef b2bb cac7 c4e3 b5c4'),
      '我们的银行在这里不是你的',
    ],
    [
      'some damage in what is named',
      'gb2312',
      undefined,
      Buffer.concat([...Array.from({ length: 300 }, () => YINHANG), bytes('ff')]),
      `${'银行'.repeat(300)}\uFFFD`,
    ],
  ])('%s', (_name, encoding, type, body, text) => {
    expect(inside(decodeFeed(xml(encoding, body), type).text)).toBe(text)
  })

  it.each([
    ['UTF-16LE with a mark', Buffer.from('\uFEFF<t>银行</t>', 'utf16le'), '银行'],
    ['UTF-16BE with a mark', Buffer.from('\uFEFF<t>银行</t>', 'utf16le').swap16(), '银行'],
    ['UTF-16LE without', Buffer.from('<?xml version="1.0"?><t>银行</t>', 'utf16le'), '银行'],
    ['UTF-16BE without', Buffer.from('<?xml version="1.0"?><t>银行</t>', 'utf16le').swap16(), '银行'],
    [
      'a mark of UTF-8 against a declaration',
      Buffer.from('\uFEFF<?xml version="1.0" encoding="gb2312"?><t>é</t>'),
      'é',
    ],
    [
      'UTF-32BE',
      Buffer.concat(
        [...'\uFEFF<t>银😀</t>'].map((c) => {
          const b = Buffer.alloc(4)
          b.writeUInt32BE(c.codePointAt(0) as number)
          return b
        }),
      ),
      '银😀',
    ],
  ])('%s', (_name, body, text) => {
    expect(inside(decodeFeed(body, 'application/xml; charset=windows-1252').text)).toBe(text)
  })

  it('removes what XML forbids and keeps joiners', () => {
    expect(decodeFeed(Buffer.from('<t>a\u0000\u0008\u001fb\uFFFE می‌خ 👨‍👩‍👧\t\n</t>'), undefined).text).toBe(
      '<t>ab می‌خ 👨‍👩‍👧\t\n</t>',
    )
  })
})
