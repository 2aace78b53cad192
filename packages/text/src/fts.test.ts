import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeToken, encodeStream, encodeToken, phrase, searchTokens } from './index.ts'

/** The vocabulary that FTS5 makes of texts, decoded, with the number of occurrences. */
function vocabulary(texts: readonly string[]): Map<string, number> {
  const db = new DatabaseSync(':memory:')
  db.exec("create virtual table t using fts5(body, tokenize='ascii')")
  db.exec("create virtual table v using fts5vocab('t', 'row')")
  const insert = db.prepare('insert into t(body) values (?)')
  for (const text of texts) insert.run(encodeStream(text))
  const rows = db.prepare('select term, cnt from v').all() as { term: string; cnt: number }[]
  db.close()
  return new Map(rows.map((r) => [decodeToken(r.term), r.cnt]))
}

function ours(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) for (const t of searchTokens(text)) counts.set(t, (counts.get(t) ?? 0) + 1)
  return counts
}

const sorted = (m: Map<string, number>) => [...m].sort(([a], [b]) => (a < b ? -1 : 1))

test('FTS5 lists exactly our tokens', () => {
  const texts = [
    '#ing @ing ing ING’s 😡 👨‍👩‍👧 می‌خواهم 荷兰银行',
    "don't https://a.nl/b?c=d :-) 3.5 1️⃣ #بانک_ملت e\u0301",
    'AND OR NOT NEAR "quoted" col:umn * ^ -',
  ]
  expect(sorted(vocabulary(texts))).toEqual(sorted(ours(texts)))
})

test('FTS5 lists exactly our tokens, whatever the text', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((a) => String.fromCharCode(...a)),
  )
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 8 }), (texts) => {
      expect(sorted(vocabulary(texts))).toEqual(sorted(ours(texts)))
    }),
    { numRuns: 200 },
  )
})

test('phrases, prefixes and kinds are found as such', () => {
  const db = new DatabaseSync(':memory:')
  db.exec("create virtual table t using fts5(body, tokenize='ascii')")
  const insert = db.prepare('insert into t(rowid, body) values (?, ?)')
  const texts = ['荷兰银行今天', 'ING-app is down', '#ing', 'boeking', 'او می خواهد']
  for (const [i, text] of texts.entries()) insert.run(i, encodeStream(text))
  const find = (query: string) =>
    db
      .prepare('select rowid from t where t match ?')
      .all(query)
      .map((r) => r['rowid'])
  const quoted = (text: string) => `"${phrase(text).map(encodeToken).join(' ')}"`
  expect(find(quoted('银行'))).toEqual([0])
  expect(find(quoted('行银'))).toEqual([])
  expect(find(quoted('ing app'))).toEqual([1])
  expect(find(quoted('ing'))).toEqual([1])
  expect(find(quoted('#ING'))).toEqual([2])
  expect(find(quoted('می‌خواهد'))).toEqual([4])
  expect(find(`"${encodeToken('boek')}"*`)).toEqual([3])
  db.close()
})
