import { describe, expect, test } from 'vitest'
import { Connection, type ConnectionLimits } from './connection.ts'
import { type Frame, frame } from './frame.ts'

/** A socket as Node makes it: write() says false above its mark and buffers all the same; `read` is the reader at last reading. */
class Socket {
  text = ''
  #buffered: Buffer[] = []
  #drain: (() => void)[] = []
  reading = true
  writes = 0
  ended = false

  write(chunk: Buffer): boolean {
    this.writes++
    if (this.reading) this.text += chunk.toString()
    else this.#buffered.push(chunk)
    return this.writableLength < 16 * 1024
  }
  get writableLength(): number {
    return this.#buffered.reduce((sum, chunk) => sum + chunk.length, 0)
  }
  once(_event: 'drain', listener: () => void) {
    this.#drain.push(listener)
  }
  end() {
    this.ended = true
  }
  read(): void {
    this.reading = true
    this.text += Buffer.concat(this.#buffered.splice(0)).toString()
    for (const listener of this.#drain.splice(0)) listener()
  }
}

const LIMITS: ConnectionLimits = { bytes: 256 * 1024, events: 500, write: 64 * 1024 }
const turn = () => new Promise((resolve) => setImmediate(resolve))
const numbered = (i: number, size = 500): Frame =>
  frame('mention', { i, fill: 'x'.repeat(size) }, { post: `p${i % 7}` })
/** The numbers of the mentions in the order read. */
const numbers = (text: string) => [...text.matchAll(/"i":(\d+)/g)].map((m) => Number(m[1]))

function open() {
  const socket = new Socket()
  let dropped = 0
  const connection = new Connection(socket, {}, { dropped: (n) => (dropped += n), written: () => {} }, LIMITS)
  return { socket, connection, dropped: () => dropped }
}

describe('one live reader', () => {
  test('all events of one turn leave in one write, each record with its id', async () => {
    const { socket, connection } = open()
    for (let i = 0; i < 10; i++) connection.push([numbered(i), numbered(i + 100)], `id${i}`)
    await turn()
    expect(socket.writes).toBe(1)
    expect(numbers(socket.text)).toHaveLength(20)
    expect(socket.text.match(/^id: id\d$/gm)).toHaveLength(10)
    // The id stands at the last event of its record: who breaks off before it gets the record again.
    expect(socket.text).toMatch(/"i":0,[^\n]*\n\nevent: mention\ndata: \{"i":100,[^\n]*\nid: id0\n\n/)
  })

  test('a paused reader costs a bounded number of bytes, whatever comes', async () => {
    const { socket, connection, dropped } = open()
    socket.reading = false
    let most = 0
    for (let i = 0; i < 20_000; i++) {
      connection.push([numbered(i)], `id${i}`)
      if (i % 50 === 0) await turn()
      most = Math.max(most, connection.held)
    }
    expect(most).toBeLessThanOrEqual(LIMITS.bytes + LIMITS.write + 2000)
    expect(connection.queued).toBeLessThanOrEqual(LIMITS.events)
    expect(dropped()).toBeGreaterThan(19_000)

    socket.read()
    await turn()
    const seen = numbers(socket.text)
    expect(seen.at(-1)).toBe(19_999)
    expect(seen.length + dropped()).toBe(20_000)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    // The gap is told where it is: after what was already in the socket, before what was kept.
    const gap = socket.text.indexOf('event: gap')
    expect(gap).toBeGreaterThan(0)
    expect(numbers(socket.text.slice(0, gap)).at(-1)! + 1).toBeLessThan(numbers(socket.text.slice(gap))[0]!)
  })

  test('one event larger than all limits is still told', async () => {
    const { socket, connection } = open()
    connection.push([numbered(1, 400_000)], 'id1')
    await turn()
    expect(numbers(socket.text)).toEqual([1])
  })

  test('what is deleted is taken out of the queue of a slow reader', async () => {
    const { socket, connection } = open()
    socket.reading = false
    connection.push([numbered(0, 50_000)], 'a')
    await turn()
    for (let i = 1; i < 8; i++) connection.push([numbered(i)], `id${i}`)
    connection.forget((f) => f.post === 'p3')
    socket.read()
    await turn()
    expect(numbers(socket.text)).toEqual([0, 1, 2, 4, 5, 6, 7])
  })

  test('heartbeats carry the position, also past records that were not for this reader', () => {
    const { socket, connection } = open()
    connection.heartbeat()
    connection.push([], 'id77')
    connection.heartbeat()
    expect(socket.text).toBe(': \n\n: \n\nid: id77\n\n')
  })

  test('after close nothing is kept', () => {
    const { socket, connection } = open()
    connection.close()
    connection.push([numbered(1)], 'x')
    connection.heartbeat()
    expect([connection.held, socket.text, socket.ended]).toEqual([0, '', true])
  })
})
