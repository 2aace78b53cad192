import { expect, test } from 'vitest'
import { settingsBehind } from './journal-events.ts'

test('marks of one moment become one event, versions rise, and what comes of posts and holes is left out', () => {
  const mark = (n: number, at: number, kind: 'brand' | 'option' | 'model' | 'hole', ref: string, text: string) => ({
    n,
    at,
    kind,
    ref,
    text,
    by: 'configuration',
  })
  const events = settingsBehind([
    mark(1, 10, 'brand', 'velora', 'brand Velora added'),
    mark(2, 10, 'option', 'enrichment-version', 'option enrichment-version is now 1'),
    mark(3, 12, 'model', 'x', 'labelled by other models'),
    mark(4, 20, 'brand', 'velora', 'brand Velora changed'),
    mark(5, 30, 'brand', 'velora', 'brand velora removed'),
  ])
  expect(events.map(({ version, at, changes }) => [version, at, changes])).toEqual([
    [
      1,
      10,
      [
        { kind: 'brand', id: 'velora', value: { label: 'Velora' } },
        { kind: 'option', id: 'enrichment-version', value: 1 },
      ],
    ],
    [2, 20, [{ kind: 'brand', id: 'velora', value: { label: 'Velora' } }]],
    [3, 30, [{ kind: 'brand', id: 'velora', value: null }]],
  ])
})
