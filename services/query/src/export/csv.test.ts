import { describe, expect, test } from 'vitest'
import { csvCell } from './csv.ts'

describe('cells of a CSV file', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '"=1',
    "'=1",
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '  \n@x',
  ])('a spreadsheet never runs %j', (text) => {
    const cell = csvCell(text)
    const shown = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
    expect(shown).toBe(`'${text}`)
  })

  test('quotes where needed, numbers and words as they are', () => {
    expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
    expect(csvCell('one\ntwo')).toBe('"one\ntwo"')
    expect(csvCell('plain')).toBe('plain')
    expect(csvCell(-3)).toBe('-3')
    expect(csvCell(null)).toBe('')
  })
})
