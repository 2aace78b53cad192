import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

const SHARED = resolve(process.env['MOODLIGHT_SHARED'] ?? '../shared')
const FILES = ['en', 'zh', 'nl', 'fa'].map((lang) => ({
  lang,
  path: join(SHARED, 'data', 'sentiment', `${lang}.train.tsv.gz`),
}))

export const sharedPostsThere = FILES.every(({ path }) => existsSync(path))

const START = Date.UTC(2026, 0, 1)
const BANKS = ['Velora', 'Brinkhof', 'Maravel', 'Solmark'] as const

/**
 * Makes `count` different posts of the labelled texts, in four languages, one in twenty about an invented bank, and writes them
 * as JSON lines to `path`, which must not lie in the repository. Returns a hash of the file, to be reported with the figures.
 */
export function writeSharedPosts(path: string, count: number): string {
  const texts = FILES.map(({ lang, path: file }) => ({
    lang,
    rows: gunzipSync(readFileSync(file)).toString('utf8').split('\n'),
  }))
  const lines: string[] = []
  for (let n = 0; lines.length < count; n++) {
    const { lang, rows } = texts[n % texts.length] as (typeof texts)[number]
    const text = (rows[Math.floor(n / texts.length) % rows.length] ?? '').split('\t')[2]
    if (!text) continue
    const about = n % 20 === 7 ? `${BANKS[n % BANKS.length]}: ` : ''
    const author = { id: `u${(n * 7919) % 20_000}`, handle: `user${(n * 7919) % 20_000}` }
    lines.push(
      JSON.stringify({
        id: `s${n}`,
        network: 'history',
        author,
        text: `${about}${text}`,
        lang,
        createdAt: START + n * 5000,
      }),
    )
  }
  const body = `${lines.join('\n')}\n`
  writeFileSync(path, body)
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}
