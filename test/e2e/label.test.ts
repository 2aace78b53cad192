import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { command, type Ended, start } from '../product.ts'
import { HOSTILE_TEXTS } from './cases/texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'moodlight-label-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

interface Line {
  readonly id: string | number
  readonly label?: string
  readonly error?: string
  readonly unscored?: string
  readonly lang?: string
  readonly targets?: readonly { target: string; label: string; found: boolean }[]
}
const lines = (ended: Ended): Line[] =>
  ended.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
const post = (id: string | number, text = 'the staff were wonderful') => `${JSON.stringify({ id, text, lang: 'en' })}\n`
const many = (n: number) => Array.from({ length: n }, (_, i) => post(i, `post ${i} was a wonderful surprise`)).join('')

describe('label', () => {
  test('every line of input has its line of output, in order; broken ones say why and are counted', async () => {
    const input = `${post('a')}{\n${post(7)}{"id":"x"}\n\n${post('b', 'terrible, never again')}`
    const ended = await command(['label', file('mixed.jsonl', input)])
    expect(ended.code, ended.stderr).toBe(0)
    expect(lines(ended).map(({ id, label, error }) => [id, label ?? error])).toEqual([
      ['a', 'positive'],
      [2, expect.stringContaining('not JSON')],
      [7, 'positive'],
      ['x', 'text: a text is needed'],
      ['b', 'negative'],
    ])
    expect(ended.stderr).toContain('5 lines: 0 unscored, 2 broken')
    expect((await command(['label', file('mixed.jsonl', input), '--strict'])).code).toBe(4)
  })

  test('many posts over several threads stay in order', async () => {
    const ended = await command(['label', file('many.jsonl.gz', gzipSync(many(9000))), '--jobs', '3'])
    expect(lines(ended).map((line) => line.id)).toEqual(Array.from({ length: 9000 }, (_, i) => i))
  })

  test('standard input, plain and packed, JSON lines and plain text', async () => {
    const json = await command(['label', '-'], { stdin: many(20) })
    expect(lines(json)).toHaveLength(20)
    const packed = await command(['label', '-'], { stdin: gzipSync(many(20)) })
    expect(packed.stdout).toBe(json.stdout)
    const text = await command(['label', '-', '--targets', 'Velora,Nobody'], {
      stdin: 'Velora is terrible\n\nde app van Velora werkt geweldig',
    })
    expect(lines(text).map(({ id, label, targets }) => [id, label, targets?.map((t) => t.found)])).toEqual([
      [1, 'negative', [true, false]],
      [2, 'unscored', [false, false]],
      [3, 'positive', [true, false]],
    ])
    expect((await command(['label', '-'], { stdin: '' })).stdout).toBe('')
  })

  test('several files: ids say which file and line', async () => {
    const [a, b] = [file('a.txt', 'one good post'), file('b.txt', 'one bad post\n')]
    expect(lines(await command(['label', a, b])).map((line) => line.id)).toEqual([`${a}:1`, `${b}:1`])
  })

  test('a huge line costs itself and nothing else', async () => {
    const input = `${post(1)}${post(2, 'x'.repeat(6_000_000))}${post(3, `${'long '.repeat(300_000)}`)}${post(4)}`
    const got = lines(await command(['label', file('huge.jsonl', input)]))
    expect(got.map(({ label, error, unscored }) => error ?? unscored ?? label)).toEqual([
      'positive',
      'the line is over 4 MiB',
      'too-long',
      'positive',
    ])
  })

  test('hostile texts each give a label or a reason', async () => {
    const input = HOSTILE_TEXTS.map(
      ([id, text]) => `${JSON.stringify({ id, text, targets: [text.slice(0, 20) || 'x'] })}\n`,
    )
    const ended = await command(['label', file('hostile.jsonl', input.join(''))])
    expect(ended.code, ended.stderr).toBe(0)
    expect(lines(ended).map((line) => line.id)).toEqual(HOSTILE_TEXTS.map(([id]) => id))
    for (const line of lines(ended))
      expect(line.label, JSON.stringify(line)).toMatch(/^(negative|neutral|positive|unscored)$/)
  })

  test('UTF-16, Windows line ends, bytes that are no text', async () => {
    const utf16 = await command(['label', file('u16.jsonl', Buffer.from(`\ufeff${post('u')}`, 'utf16le'))])
    expect(lines(utf16)).toMatchObject([{ id: 'u', label: 'positive' }])
    const windows = await command(['label', file('win.txt', 'wonderful staff\r\nterrible staff\r\n')])
    expect(lines(windows).map((line) => line.label)).toEqual(['positive', 'negative'])
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251))
    const ended = await command(['label', file('noise.bin', noise)])
    expect([ended.code, lines(ended).length > 0]).toEqual([0, true])
  })

  test('a packed file that is cut off: what came before is labelled, and it is said', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, i) => post(i, `surprise ${Math.sin(i)}`)).join(''))
    const ended = await command(['label', file('cut.jsonl.gz', whole.subarray(0, whole.length / 2))])
    expect([ended.code, lines(ended).length > 1000]).toEqual([4, true])
    expect(ended.stderr).toContain('cut off')
  })

  test('a reader that goes away is no error', async () => {
    const child = start(['label', file('pipe.jsonl', many(30_000))])
    let stderr = ''
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
    child.stdout?.destroy()
    const [code] = (await once(child, 'exit')) as [number | null]
    expect([code, stderr]).toEqual([0, ''])
  })

  test.each([
    [['label', 'no-such-file'], 'not a file'],
    [['label', '-', '-'], 'once only'],
    [['label', '-', '--lang', 'zz'], 'no language code'],
    [['label', '-', '--format', 'xml'], 'jsonl or text'],
    [['label', '-', '--jobs', '0'], '--jobs'],
    [['label'], 'missing required argument'],
  ])('%j is refused', async (args, why) => {
    const ended = await command(args)
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(why)])
  })
})
