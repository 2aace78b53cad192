import { type CountQuery, type CountRow, QUARTER_MS } from '@moodlight/ports'
import { checkBuckets, compareIds, horizonOf } from '@moodlight/store-rules'
import { readOne } from '../client/read.ts'
import { type ClockFact, factId } from '../documents/fact-document.ts'
import { counts, LABELS, readTold, VOICES } from '../documents/told.ts'
import type { Shared } from '../store.ts'
import { groups } from './composite.ts'
import { rangeOf } from './filter.ts'
import { activeIndex } from './reader.ts'

interface Key {
  readonly bucket: number
  readonly source?: string
  readonly language?: string
  readonly word: string
}

type Row = { -readonly [K in keyof CountRow]: CountRow[K] }

/** Counted from the posts themselves, so that no sum can be wrong: exact. @throws ML_QUERY_INVALID */
export async function countRows(s: Shared, query: CountQuery): Promise<readonly CountRow[]> {
  checkBuckets(query)
  const { brands, step, sources, languages, by = [] } = query
  const index = await activeIndex(s)
  // Minutes are answered for as long as the other store keeps them, so that both give the same.
  const from = step % QUARTER_MS === 0 ? query.from : Math.max(query.from, await horizon(s))
  const wanted = [...new Set(brands)]
  const words = new Set(wanted.flatMap((brand) => LABELS.flatMap((l) => VOICES.map((v) => `${brand}|${l}|${v}|s`))))
  if (wanted.length === 0 || from >= query.to) return []
  const filter = [
    { term: { kind: 'post' } },
    { terms: { brands: wanted } },
    ...rangeOf({ from, to: query.to }),
    ...(sources ? [{ terms: { source: sources } }] : []),
    ...(languages ? [{ terms: { language: languages } }] : []),
  ]
  const rows = new Map<string, Row>()
  for (const column of ['mentions', 'votes'] as const) {
    const parts = [
      { bucket: { date_histogram: { field: 'at', fixed_interval: `${step}ms` } } },
      ...(by.includes('source') ? [{ source: { terms: { field: 'source' } } }] : []),
      ...(by.includes('language') ? [{ language: { terms: { field: 'language' } } }] : []),
      { word: { terms: { field: column === 'mentions' ? 'told' : 'votes' } } },
    ]
    for await (const { key, doc_count } of groups<Key>(s.es, index, filter, parts))
      if (words.has(key.word)) add(rows, key, column, doc_count)
  }
  const place = new Map(wanted.map((brand, i) => [brand, i]))
  return [...rows.values()].sort((a, b) => place.get(a.brand)! - place.get(b.brand)! || compareRows(a, b))
}

function add(rows: Map<string, Row>, { bucket, source, language, word }: Key, column: 'mentions' | 'votes', n: number) {
  const { brand, label, voice } = readTold(word)
  const row: Row = {
    brand,
    bucket,
    source: source ?? null,
    language: language ?? null,
    label,
    counted: counts(voice),
    mentions: 0,
    votes: 0,
  }
  const name = `${brand}\n${bucket}\n${row.source}\n${row.language}\n${label}\n${row.counted}`
  const known = rows.get(name) ?? row
  known[column] += n
  rows.set(name, known)
}

function compareRows(a: CountRow, b: CountRow): number {
  return (
    a.bucket - b.bucket ||
    compareIds(a.source ?? '', b.source ?? '') ||
    compareIds(a.language ?? '', b.language ?? '') ||
    compareIds(a.label, b.label) ||
    Number(a.counted) - Number(b.counted)
  )
}

async function horizon(s: Shared): Promise<number> {
  const clock = await readOne<ClockFact>(s.es, s.names.facts, factId.clock)
  return horizonOf(clock?.doc.at ?? 0)
}
