import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeFeed } from '../src/feeds/decode.ts'
import { identities } from '../src/feeds/identity.ts'
import { parseFeed } from '../src/feeds/parse.ts'

const folder = join(process.env['MOODLIGHT_SHARED'] ?? join(import.meta.dirname, '../../../../shared'), 'fixtures/rss')
const there = existsSync(folder)
if (!there) console.log(`SKIPPED: real feeds, there is no ${folder} (set MOODLIGHT_SHARED)`)

const read = (name: string) => readFileSync(join(folder, name))
const parse = (name: string, type?: string) => parseFeed(read(name), type, 'https://feed.example/feed')

/** Name, format, encoding, entries, and how many of them have a title, a text, a link, a date and an author. */
const EXPECTED = [
  ['489.rss', 'rss', 'utf-8', 10, [10, 9, 10, 10, 10]],
  ['AtomWithITunesInCDATA.xml', 'atom', 'utf-8', 1, [1, 1, 1, 1, 0]],
  ['EMarley.rss', 'rss', 'utf-8', 10, [10, 10, 10, 10, 10]],
  ['FeedBurnerUrlNoAlternate.xml', 'atom', 'utf-8', 1, [1, 1, 1, 1, 1]],
  ['atom_mediarss_youtube_1.xml', 'atom', 'utf-8', 1, [1, 1, 1, 1, 1]],
  ['atom_relative.xml', 'atom', 'utf-8', 1, [1, 1, 1, 1, 1]],
  ['craigslist.rss', 'rss', 'utf-8', 25, [25, 25, 25, 25, 0]],
  ['de_heise.atom', 'atom', 'utf-8', 15, [15, 15, 15, 15, 15]],
  ['google_alerts_atom.xml', 'atom', 'utf-8', 20, [20, 20, 20, 20, 0]],
  ['guardian.rss', 'rss', 'utf-8', 55, [55, 55, 55, 55, 50]],
  ['heraldsun.rss', 'rss', 'windows-1252', 2, [2, 2, 2, 0, 0]],
  ['intertwingly.atom', 'atom', 'utf-8', 20, [20, 20, 20, 20, 20]],
  ['jsonfeed_feedjira.json', 'json', 'utf-8', 20, [20, 20, 20, 20, 20]],
  ['jsonfeed_spec_1.json', 'json', 'utf-8', 1, [1, 1, 1, 1, 1]],
  ['koi8r.xml', 'rss', 'koi8-r', 2, [2, 2, 2, 2, 0]],
  ['malformed_saxerror.xml', 'rss', 'utf-8', 3, [3, 3, 3, 0, 0]],
  ['malformed_trailing-meta.xml', 'rss', 'utf-8', 1, [1, 0, 1, 0, 0]],
  ['malformed_truncated-rss.xml', 'rss', 'utf-8', 1, [1, 1, 1, 1, 0]],
  ['malformed_utf8-incorrect-prolog.xml', 'atom', 'utf-8', 1, [1, 0, 0, 0, 0]],
  ['medscape.rss', 'rss', 'utf-8', 20, [20, 20, 20, 20, 0]],
  ['nl_phpxml.rss', 'rss', 'utf-8', 20, [20, 15, 20, 20, 0]],
  ['rdf_UTF8.xml', 'rss', 'utf-8', 60, [60, 60, 60, 0, 0]],
  ['rss10_bio.rdf', 'rss', 'utf-8', 30, [30, 30, 30, 30, 30]],
  ['rss_0.91_missing_id.xml', 'rss', 'windows-1252', 1, [1, 1, 0, 0, 0]],
  ['ru_windows1251.xml', 'rss', 'windows-1251', 50, [50, 50, 50, 50, 0]],
  ['sk_aktuality.rss', 'rss', 'utf-8', 30, [30, 29, 30, 30, 0]],
  ['ur_urdu_utf8.xml', 'rss', 'utf-8', 26, [26, 26, 26, 26, 0]],
  ['zh_kc0011_gb2312.rss', 'rss', 'gb18030', 20, [20, 20, 20, 20, 20]],
  ['illformed/chardet_eucjp.xml', 'rss', 'euc-jp', 1, [1, 1, 0, 0, 0]],
  ['illformed/chardet_gb2312.xml', 'rss', 'gb18030', 1, [1, 0, 0, 0, 0]],
  ['illformed/chardet_windows1255.xml', 'rss', 'windows-1255', 1, [0, 1, 0, 0, 0]],
  ['illformed/rss_item_link_corrupted_ampersands.xml', 'rss', 'utf-8', 1, [0, 0, 1, 0, 0]],
  ['encoding/utf-16be-bom.xml', 'rss', 'utf-16be', 0, [0, 0, 0, 0, 0]],
  ['encoding/utf-16le-autodetect.xml', 'rss', 'utf-16le', 0, [0, 0, 0, 0, 0]],
  ['encoding/euc-kr.xml', 'rss', 'euc-kr', 0, [0, 0, 0, 0, 0]],
] as const

describe.skipIf(!there)('real feeds', () => {
  it.each(EXPECTED)('%s', (name, format, encoding, n, parts) => {
    const { text, encoding: found } = decodeFeed(read(name), undefined)
    const feed = parse(name)
    const count = (has: (e: (typeof feed.entries)[number]) => unknown) => feed.entries.filter(has).length
    expect([found, text.includes('\uFFFD')]).toEqual([encoding, false])
    expect([feed.format, feed.entries.length]).toEqual([format, n])
    const have = [
      (e) => e.title,
      (e) => e.text,
      (e) => e.link,
      (e) => e.publishedAt,
      (e) => e.author,
    ] as const satisfies readonly ((e: (typeof feed.entries)[number]) => unknown)[]
    expect(have.map(count)).toEqual(parts)
    expect(new Set(identities(feed.entries)).size).toBe(n)
  })

  it('every file gives entries or a coded refusal, no text holds tags or forbidden characters', () => {
    let feeds = 0
    let entries = 0
    const refused: string[] = []
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.\w+$/.test(name)) continue
      try {
        const feed = parse(name)
        feeds++
        entries += feed.entries.length
        for (const entry of feed.entries) {
          expect(entry.text).not.toMatch(/<\/?(p|div|br|span|a)\b[^<>]*>/i)
          expect(`${entry.title}${entry.text}`).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/)
          expect(`${entry.title}${entry.text}`).not.toMatch(/&(amp|nbsp|quot|#\d+);/)
        }
      } catch (error) {
        if ((error as { code?: string }).code !== 'ML_SOURCE_PAYLOAD') throw error
        refused.push(name)
      }
    }
    console.log(`${feeds} feeds with ${entries} entries; ${refused.length} refused`)
    expect(refused.sort()).toEqual([
      'jsonfeed_scriptingnews.json',
      'malformed_empty_feed.xml',
      'malformed_notafeed.html',
      'malformed_unrecognized.rss',
    ])
  })

  it('the real Chinese feed labelled gb2312 is read by its declaration, its header, and with none', () => {
    for (const type of [
      undefined,
      'text/xml',
      'text/xml; charset=gb2312',
      'application/xml; charset=utf-8',
      'text/html; charset=iso-8859-1',
    ])
      expect(decodeFeed(read('zh_kc0011_gb2312.rss'), type).encoding).toBe('gb18030')
  })

  it('links of a feed with relative addresses and bases are absolute', () => {
    for (const name of ['rss-with-relative-urls.xml', 'atom_relative.xml', 'intertwingly.atom'])
      for (const { link } of parse(name).entries) expect(link).toMatch(/^https?:\/\/[^/]+\/./)
  })
})
