import { tokenize } from '@moodlight/text'
import { expect, test } from 'vitest'
import { Finder } from './match.ts'
import { compile } from './rulebook.ts'
import { readSheet } from './sheet.ts'
import { unitsOf } from './units.ts'

function found(sheet: string, text: string): string[] {
  const units = unitsOf(text, tokenize(text), [{ start: text.indexOf('Acme'), end: text.indexOf('Acme') + 4 }], [])
  const hits = new Finder(compile(readSheet(sheet))).find(units)
  return hits.map((hit) => text.slice(units.starts[hit.from], units.ends[hit.to - 1]))
}

test('words, lists, gaps, heads, ends, signs', () => {
  const sheet = 'go = leave walk_away\nleaves\n3 {go} ..2 <b>\n2 <^> bye\n1 storm* <$>\n1 *ing !now\n1 very? bad <?>'
  expect(found(sheet, 'I leave good old Acme')).toEqual(['leave good old Acme'])
  expect(found(sheet, 'I walk away from Acme')).toEqual(['walk away from Acme'])
  expect(found(sheet, 'I leave. Acme stays')).toEqual([])
  expect(found(sheet, 'Well bye Acme')).toEqual([])
  expect(found(sheet, 'Well. Bye Acme')).toEqual(['Bye'])
  expect(found(sheet, 'Acme in stormy')).toEqual(['stormy'])
  expect(found(sheet, 'Acme in stormy days')).toEqual([])
  expect(found(sheet, 'Acme is running')).toEqual(['running'])
  expect(found(sheet, 'Acme is running now')).toEqual([])
  expect(found(sheet, 'Acme is very bad?').sort()).toEqual(['bad?', 'very bad?'])
})

test.each([
  ['two lists of one name', 'a = x\na = y', 'two lists'],
  ['a pattern in a list', 'a = x ..2', 'no pattern'],
  ['a line that is nothing', 'asks\nhello there', 'no list, intent or rule'],
  ['a rule before any intent', '3 hello', 'no list, intent or rule'],
])('%s is refused', (_, sheet, message) => {
  expect(() => readSheet(sheet)).toThrow(message)
})

test.each([
  ['an unknown list', 'asks\n3 {nobody}', 'no list nobody'],
  ['a pattern that begins with a gap', 'asks\n3 ..2 hello', 'begins with a word'],
  ['a phrase without words', 'asks\n3 "|hello', 'nothing to look for'],
])('%s is refused', (_, sheet, message) => {
  expect(() => compile(readSheet(sheet))).toThrow(message)
})
