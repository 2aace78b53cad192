import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Marked } from './pieces.ts'
import { piecesOf, strengthOf } from './pieces.ts'

const span = (start: number, end: number) => ({ start, end })
const match = (start: number, end: number) => ({ ...span(start, end), name: '', kind: '', certainty: '', why: '' })
const marked = (text: string, matches: [number, number][], evidence: [number, number, number][]): Marked => ({
  text,
  matches: matches.map(([a, b]) => match(a, b)),
  sentiment: { evidence: evidence.map(([a, b, weight]) => ({ ...span(a, b), weight })) },
})

describe('pieces of a marked text', () => {
  test('offsets are UTF-16 units, also behind an emoji', () => {
    const text = '😀 Testbank is bad'
    const at = text.indexOf('Testbank')
    const bad = text.indexOf('bad')
    const pieces = piecesOf(marked(text, [[at, at + 8]], [[bad, bad + 3, -1]]))
    const shown = pieces.map(({ start, end, name, weight }) => [text.slice(start, end), name, weight])
    expect(shown).toEqual([
      ['😀 ', false, 0],
      ['Testbank', true, 0],
      [' is ', false, 0],
      ['bad', false, -1],
    ])
  })

  test('where spans overlap, weights add up and a name stays a name', () => {
    const pieces = piecesOf(
      marked(
        'abcdef',
        [[0, 4]],
        [
          [2, 6, 1],
          [3, 5, -3],
        ],
      ),
    )
    expect(pieces.map(({ name, weight }) => [name, weight])).toEqual([
      [true, 0],
      [true, 1],
      [true, -2],
      [false, -2],
      [false, 1],
    ])
  })

  test('whatever the spans, the pieces are the text', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -3, max: 30 }), fc.integer({ min: -3, max: 30 })))
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), spans, spans, (text, matches, evidence) => {
        const pieces = piecesOf(
          marked(
            text,
            matches,
            evidence.map(([a, b]) => [a, b, 1]),
          ),
        )
        expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
      }),
    )
  })

  test('strength is told beside the strongest word of the same text', () => {
    expect([strengthOf(-2, 2), strengthOf(1, 2), strengthOf(0.1, 2), strengthOf(0, 0)]).toEqual([
      'strong',
      'clear',
      'slight',
      'slight',
    ])
  })
})
