import type { MentionView } from '../view/mention-view.ts'

const COLUMNS: readonly (readonly [name: string, cell: (mention: MentionView) => string | number | boolean | null])[] =
  [
    ['id', (m) => m.id],
    ['at', (m) => m.at],
    ['brand', (m) => m.brand],
    ['label', (m) => m.sentiment.label],
    ['reason', (m) => m.sentiment.reason],
    ['negative', (m) => m.sentiment.probabilities?.negative ?? null],
    ['neutral', (m) => m.sentiment.probabilities?.neutral ?? null],
    ['positive', (m) => m.sentiment.probabilities?.positive ?? null],
    ['intents', (m) => m.intents.map((intent) => intent.kind).join(' ')],
    ['certainty', (m) => m.certainty],
    ['voice', (m) => m.voice],
    ['language', (m) => m.lang],
    ['source', (m) => m.source],
    ['network', (m) => m.network],
    ['site', (m) => m.site],
    ['author', (m) => m.author?.key ?? null],
    ['handle', (m) => m.author?.handle ?? null],
    ['followers', (m) => m.author?.followers ?? null],
    ['story', (m) => m.story.id],
    ['story_posts', (m) => m.story.posts],
    ['reposts', (m) => m.reposts],
    ['likes', (m) => m.engagement.likes],
    ['replies', (m) => m.engagement.replies],
    ['views', (m) => m.engagement.views],
    ['url', (m) => m.url],
    ['text', (m) => m.text],
  ]

/** Spreadsheets take what begins so for a formula, also behind blanks, quotes or as full-width signs (OWASP, CSV injection). */
const FORMULA = /^[\s"']*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/

/** A cell by RFC 4180; text that a spreadsheet would run gets an apostrophe before it. Numbers stay numbers. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /["\r\n,;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark: without it spreadsheets read UTF-8 as something else. */
export const CSV_HEAD = `\uFEFF${COLUMNS.map(([name]) => name).join(',')}\r\n`

export function csvLine(mention: MentionView): string {
  return `${COLUMNS.map(([, cell]) => csvCell(cell(mention))).join(',')}\r\n`
}
