import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createParser, type ServerEvent } from './sse.ts'

function parse(pieces: readonly string[]) {
  const events: ServerEvent[] = []
  const ids: string[] = []
  const feed = createParser({ onEvent: (event) => events.push(event), onId: (id) => ids.push(id) })
  for (const piece of pieces) feed(piece)
  return { events, ids }
}

describe('text/event-stream', () => {
  test('reads names, several data lines, ids, comments and all three line ends', () => {
    const stream = ': hello\n\nevent: mood\r\ndata: [1]\r\nid: 7\r\n\r\ndata: a\rdata:  b\r\r\n'
    expect(parse([stream])).toEqual({
      events: [
        { event: 'mood', data: '[1]' },
        { event: 'message', data: 'a\n b' },
      ],
      ids: ['7'],
    })
  })

  test('an id without data is told, and makes no event', () => {
    expect(parse(['id: 12\n\n'])).toEqual({ events: [], ids: ['12'] })
  })

  test('an event without its blank line is not told', () => {
    expect(parse(['event: mention\ndata: {}\n']).events).toEqual([])
  })

  test('means the same however the network cuts it', () => {
    const field = fc.constantFrom('event: mood', 'data: {"a":1}', 'data:', 'id: 3', ': beat', '', 'nonsense')
    const end = fc.constantFrom('\n', '\r\n')
    const stream = fc.array(fc.tuple(field, end)).map((lines) => lines.map((line) => line.join('')).join(''))
    fc.assert(
      fc.property(stream, fc.array(fc.nat()), (text, cuts) => {
        const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
        const pieces = [0, ...places].map((from, i) => text.slice(from, places[i] ?? text.length))
        expect(parse(pieces)).toEqual(parse([text]))
      }),
    )
  })
})
