import type { SourceItem } from '@moodlight/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FROM_START, type PostBatch, type ReadPostsOptions, type ResumePoint, readPosts } from './read-posts.ts'

const now = () => 1_700_000_000_000

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, options: Partial<ReadPostsOptions> = {}, size = 7): Promise<SourceItem[]> {
  const items: SourceItem[] = []
  for await (const b of readPosts(chunks(bytes, size), { format: 'jsonl', now, ...options })) items.push(...b.items)
  return items
}

const texts = (items: readonly SourceItem[]) => items.map((i) => (i.kind === 'post' ? i.text : i.kind))

function utf16(text: string, bigEndian: boolean, bom: boolean): Buffer {
  const le = Buffer.from((bom ? '\uFEFF' : '') + text, 'utf16le')
  return bigEndian ? le.swap16() : le
}

describe('JSON lines', () => {
  it('reads a post with lenient names', async () => {
    const line = {
      id_str: '9',
      full_text: 'De ING-app doet het weer',
      user: { id: 7, screen_name: 'jan', name: 'Jan', followers_count: '1,204' },
      created_at: 'Fri Feb 24 15:18:31 +0800 2012',
      lang: 'nl',
      favorite_count: 3,
      in_reply_to_status_id: '8',
      platform: 'X (Twitter)',
    }
    const [post] = await read(Buffer.from(JSON.stringify(line)))
    expect(post).toMatchObject({
      kind: 'post',
      nativeId: '9',
      text: 'De ING-app doet het weer',
      author: { id: '7', handle: 'jan', name: 'Jan', followers: 1204 },
      createdAt: Date.UTC(2012, 1, 24, 7, 18, 31),
      langHint: ['nl'],
      engagement: { likes: 3 },
      replyTo: '8',
      network: 'x-twitter',
      revision: null,
    })
  })

  it('reads deletions, purges and counts', async () => {
    const lines = [
      '{"delete":"a1"}',
      '{"delete":{"id":"a2","network":"mastodon","at":"2026-01-02T03:04:05Z"}}',
      '{"purgeAuthor":"u9","until":1700000000}',
      '{"engagement":{"id":"a1","likes":5}}',
    ]
    expect(await read(Buffer.from(lines.join('\n')))).toEqual([
      { kind: 'tombstone', nativeId: 'a1', network: null, at: now() },
      { kind: 'tombstone', nativeId: 'a2', network: 'mastodon', at: Date.UTC(2026, 0, 2, 3, 4, 5) },
      { kind: 'author-purge', authorId: 'u9', network: null, until: 1_700_000_000_000, at: now() },
      {
        kind: 'engagement',
        nativeId: 'a1',
        network: null,
        at: now(),
        counts: { likes: 5, reposts: null, replies: null, views: null },
      },
    ])
  })

  it.each([
    ['broken JSON', '{"text":', 'ML_EVENT_NOT_JSON'],
    ['a number', '7', 'ML_EVENT_INVALID'],
    ['null', 'null', 'ML_EVENT_INVALID'],
    ['an array', '[{"text":"x"}]', 'ML_EVENT_INVALID'],
    ['nothing to read', '{"id":"1"}', 'ML_EVENT_INVALID'],
    ['a deletion of nothing', '{"delete":{}}', 'ML_EVENT_INVALID'],
    ['a prototype', '{"__proto__":{"text":"x"}}', 'ML_EVENT_INVALID'],
    ['names of Object', '{"constructor":"x","toString":"y"}', 'ML_EVENT_INVALID'],
  ])('%s becomes bad and the next line is read', async (_name, line, code) => {
    const items = await read(Buffer.from(`${line}\n{"id":"2","text":"next"}\n`))
    expect(items[0]).toMatchObject({ kind: 'bad', code, raw: line })
    expect(texts(items.slice(1))).toEqual(['next'])
  })

  it('never quotes the text in the message of broken JSON', async () => {
    const [item] = await read(Buffer.from('{"text": "geheim verhaal" "x"}'))
    expect(item?.kind === 'bad' && item.message).not.toContain('geheim')
  })

  it('takes BOM, CRLF, blank lines, lone surrogates, NUL and bytes that are no UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('\uFEFF{"id":"1","text":"een"}\r\n\r\n  \n'),
      Buffer.from('{"id":"2","text":"x\\ud83dy\\u0000z"}\n'),
      Buffer.from([...Buffer.from('{"id":"3","text":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
    ])
    expect(texts(await read(body, {}, 3))).toEqual(['een', 'x\uFFFDyz', '\uFFFD\uFFFD'])
  })

  it.each([
    [false, true],
    [true, true],
    [false, false],
    [true, false],
  ])('reads UTF-16 (big endian: %s, BOM: %s)', async (bigEndian, bom) => {
    // U+0A0A and U+200A hold the byte of a line feed, and end no line.
    const body = utf16('{"id":"1","text":"می‌خواهم \u0A0A\u200A"}\r\n{"id":"2","text":"银行"}', bigEndian, bom)
    expect(texts(await read(body, {}, 5))).toEqual(['می‌خواهم \u0A0A\u200A', '银行'])
  })

  it('tells a line over the limit once and goes on', async () => {
    const body = Buffer.from(`{"text":"${'x'.repeat(300_000)}"}\n{"text":"after"}\n`)
    const items = await read(body, { maxRecordBytes: 100_000 }, 10_000)
    expect(items.map((i) => (i.kind === 'bad' ? i.code : texts([i])[0]))).toEqual(['ML_EVENT_TOO_LARGE', 'after'])
  })

  it('reads a post of a megabyte', async () => {
    const [post] = await read(Buffer.from(`{"text":"${'é'.repeat(500_000)}"}`), {}, 65_536)
    expect(post?.kind === 'post' && post.text.length).toBe(500_000)
  })

  it('leaves a line without an end when told that more may come', async () => {
    const batches: PostBatch[] = []
    const body = Buffer.from('{"text":"a"}\n{"text":"b')
    for await (const b of readPosts(chunks(body, 4), { format: 'jsonl', now, final: false })) batches.push(b)
    expect(texts(batches.flatMap((b) => b.items))).toEqual(['a'])
    expect(batches.at(-1)?.resume.offset).toBe(13)
  })

  it('tells what was read before the stream broke, then throws', async () => {
    async function* broken() {
      yield Buffer.from('{"text":"a"}\n')
      throw new Error('cut')
    }
    const items: SourceItem[] = []
    await expect(
      (async () => {
        for await (const b of readPosts(broken(), { format: 'jsonl', now })) items.push(...b.items)
      })(),
    ).rejects.toThrow('cut')
    expect(texts(items)).toEqual(['a'])
  })
})

describe('CSV', () => {
  it('maps columns, reads quotes, line breaks and doubled quotes', async () => {
    const csv = 'Nr;Wie;Bericht;Created At\n1;jan;"Zegt ""hoi""\nen; dan";2026-01-02 03:04\n2;piet;kort;\n'
    const items = await read(Buffer.from(csv), { format: 'csv', columns: { id: 'Nr', author: 'wie', text: 'Bericht' } })
    expect(items).toMatchObject([
      { nativeId: '1', author: { id: 'jan' }, text: 'Zegt "hoi"\nen; dan', createdAt: Date.UTC(2026, 0, 2, 3, 4) },
      { nativeId: '2', text: 'kort', createdAt: null },
    ])
  })

  it('reads without a header by numbers', async () => {
    const items = await read(Buffer.from('7,hallo\n8,daar\n'), {
      format: 'csv',
      header: false,
      columns: { id: 1, text: 2 },
    })
    expect(items).toMatchObject([
      { nativeId: '7', text: 'hallo' },
      { nativeId: '8', text: 'daar' },
    ])
  })

  it('loses one line to a quote that is never closed, not the file', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},row ${i}`).join('\n')
    const body = Buffer.from(`id,text\na,"open\n${rows}\n`)
    const items = await read(body, { format: 'csv', maxRecordBytes: 200 }, 16)
    expect(items[0]).toMatchObject({ kind: 'bad', code: 'ML_EVENT_INVALID', raw: 'a,"open' })
    expect(items.length).toBe(51)
  })
})

describe('resuming', () => {
  const line = fc.oneof(
    fc
      .record({ id: fc.string({ minLength: 1 }), text: fc.string({ minLength: 1, unit: 'binary' }) })
      .map((p) => JSON.stringify(p)),
    fc.string({ unit: 'binary' }).map((s) => s.replaceAll(/[\r\n]/g, ' ')),
  )
  const collect = async (bytes: Buffer, format: 'jsonl' | 'csv', resume: ResumePoint, size: number) => {
    const found: PostBatch[] = []
    for await (const b of readPosts(chunks(bytes.subarray(resume.offset), size), { format, now, resume, batch: 1 }))
      found.push(b)
    return found
  }

  it('at any batch gives the rest, for any content and any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('jsonl' as const, 'csv' as const),
        fc.constantFrom('utf8' as const, 'utf16le' as const),
        fc.integer({ min: 1, max: 40 }),
        async (lines, format, coding, size) => {
          const head = format === 'csv' ? ['id,text'] : []
          const bytes = Buffer.from(`\uFEFF${[...head, ...lines].join('\n')}\n`, coding)
          const whole = await collect(bytes, format, FROM_START, size)
          const all = whole.flatMap((b) => b.items)
          let before = 0
          for (const batch of whole) {
            before += batch.items.length
            const rest = await collect(bytes, format, batch.resume, size + 3)
            expect(rest.flatMap((b) => b.items)).toEqual(all.slice(before))
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})
