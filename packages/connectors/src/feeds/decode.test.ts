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

  it.each([
    [
      'gb18030',
      '这家银行的应用又打不开了，客服一直没人接电话，我等了一个小时。',
      'd5e2bcd2d2f8d0d0b5c4d3a6d3c3d3d6b4f2b2bbbfaac1cba3acbfcdb7fed2bbd6b1c3bbc8cbbdd3b5e7bbb0a3acced2b5c8c1cbd2bbb8f6d0a1cab1a1a3',
    ],
    [
      'big5',
      '這家銀行的應用程式又打不開了，客服一直沒人接電話，我等了一個小時。',
      'b36fae61bbc8a6e6aabac0b3a5ceb57ba6a1a453a5b4a4a3b67da446a141abc8aa41a440aabda853a448b1b5b971b8dca141a7dab5a5a446a440add3a470aec9a143',
    ],
    [
      'euc-jp',
      'この銀行のアプリはまた動かない。電話しても誰も出ないので一時間待った。',
      'a4b3a4ceb6e4b9d4a4cea5a2a5d7a5eaa4cfa4dea4bfc6b0a4aba4caa4a4a1a3c5c5cfc3a4b7a4c6a4e2c3afa4e2bdd0a4caa4a4a4cea4c7b0ecbbfeb4d6c2d4a4c3a4bfa1a3',
    ],
    [
      'shift_jis',
      'この銀行のアプリはまた動かない。電話しても誰も出ないので一時間待った。',
      '82b182cc8be28d7382cc83418376838a82cd82dc82bd93ae82a982c882a281429364986282b582c482e0924e82e08f6f82c882a282cc82c588ea8e9e8ad491d282c182bd8142',
    ],
    [
      'euc-kr',
      '이 은행 앱이 또 열리지 않습니다. 고객센터에 전화해도 아무도 받지 않아요.',
      'c0cc20c0bac7e020bedbc0cc20b6c720bfadb8aec1f620becabdc0b4cfb4d92e20b0edb0b4bcbec5cdbfa120c0fcc8adc7d8b5b520bec6b9abb5b520b9dec1f620becabec6bfe42e',
    ],
    [
      'koi8-r',
      'Приложение этого банка опять не открывается, и никто не берёт трубку.',
      'f0d2c9cccfd6c5cec9c520dcd4cfc7cf20c2c1cecbc120cfd0d1d4d820cec520cfd4cbd2d9d7c1c5d4d3d12c20c920cec9cbd4cf20cec520c2c5d2a3d420d4d2d5c2cbd52e',
    ],
    [
      'windows-1251',
      'Приложение этого банка опять не открывается, и никто не берёт трубку.',
      'cff0e8ebeee6e5ede8e520fdf2eee3ee20e1e0edeae020eeeffff2fc20ede520eef2eaf0fbe2e0e5f2f1ff2c20e820ede8eaf2ee20ede520e1e5f0b8f220f2f0f3e1eaf32e',
    ],
    [
      'windows-1255',
      'האפליקציה של הבנק שוב לא נפתחת ואף אחד לא עונה לטלפון',
      'e4e0f4ece9f7f6e9e420f9ec20e4e1f0f720f9e5e120ece020f0f4fae7fa20e5e0f320e0e7e320ece020f2e5f0e420ece8ecf4e5ef',
    ],
    [
      'windows-1256',
      'تطبيق هذا البنك لا يعمل مرة أخرى ولا أحد يرد على الهاتف',
      'cad8c8edde20e5d0c720c7e1c8e4df20e1c720eddae3e120e3d1c920c3ced1ec20e6e1c720c3cdcf20edd1cf20dae1ec20c7e1e5c7cadd',
    ],
    [
      'windows-1252',
      'L’été dernier, à la banque, j’ai été très déçu : le café était froid et l’accueil glacé, ça suffit.',
      '4c92e974e9206465726e6965722c20e0206c612062616e7175652c206a92616920e974e9207472e8732064e9e775203a206c6520636166e920e9746169742066726f6964206574206c926163637565696c20676c6163e92c20e761207375666669742e',
    ],
  ])('recognises %s without a label', (encoding, text, hex) => {
    const found = decodeFeed(xml(null, bytes(hex)), undefined)
    expect([found.encoding, inside(found.text)]).toEqual([encoding, text])
  })

  it('removes what XML forbids and keeps joiners', () => {
    expect(decodeFeed(Buffer.from('<t>a\u0000\u0008\u001fb\uFFFE می‌خ 👨‍👩‍👧\t\n</t>'), undefined).text).toBe(
      '<t>ab می‌خ 👨‍👩‍👧\t\n</t>',
    )
  })
})
