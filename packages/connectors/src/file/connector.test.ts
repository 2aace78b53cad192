import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ConnectorHarness, type ConnectorRun, connectorContract, until } from '@moodlight/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileSource } from '../config.ts'
import { fileConnector } from './connector.ts'

const line = (id: string, text: string, more = {}) => `${JSON.stringify({ id, text, ...more })}\n`

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'moodlight-file-'))
}

function source(dir: string, more = {}): FileSource {
  return FileSource.parse({ id: 'files', type: 'file', paths: [dir], pollSeconds: 0.05, settleSeconds: 0.2, ...more })
}

connectorContract({
  name: 'file',
  mostWaiting: 500,
  lacks: {
    withoutLeave: 'it reaches no network',
    mostAtOnce: 'it makes no requests',
  },
  async make() {
    const dir = await folder()
    const path = join(dir, 'posts.jsonl')
    let revision = 0
    return {
      connector: () => fileConnector(source(dir)),
      publish: (posts) => appendFile(path, posts.map((p) => line(p.id, p.text)).join('')),
      edit: (id, text) => appendFile(path, line(id, text, { revision: ++revision })),
      remove: (id) => appendFile(path, `{"delete":"${id}"}\n`),
      garble: () => appendFile(path, '{"text": broken}\n'),
      breakDown: () => rename(dir, `${dir}-away`),
      mend: () => rename(`${dir}-away`, dir),
      close: () => rm(dir, { recursive: true, force: true }),
    }
  },
})

describe('file', () => {
  let dir: string
  let harness: ConnectorHarness
  let run: ConnectorRun | null = null
  const at = (name: string) => join(dir, name)
  const start = (more = {}) => {
    run = harness.start(fileConnector(source(dir, more)))
    return run
  }
  const have = (...texts: string[]) => until(texts.join(), () => harness.texts().join() === [...texts].sort().join())

  beforeEach(async () => {
    dir = await folder()
    harness = new ConnectorHarness()
  })
  afterEach(async () => {
    await run?.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('reads JSON lines, CSV and packed files, told apart by their first bytes', async () => {
    await writeFile(at('a.jsonl'), line('1', 'een'))
    await writeFile(at('b.csv'), 'id,text\n2,twee\n')
    await writeFile(at('c.jsonl.gz'), gzipSync(line('3', 'drie')))
    // Packed, though its name does not say so; and one that is none of ours.
    await writeFile(at('d.ndjson'), gzipSync(line('4', 'vier')))
    await writeFile(at('e.txt'), line('5', 'vijf'))
    start()
    await have('een', 'twee', 'drie', 'vier')
  })

  it('goes on in a renamed file and reads the new one in its place', async () => {
    await writeFile(at('a.jsonl'), line('1', 'een'))
    start()
    await have('een')
    await rename(at('a.jsonl'), at('a.1.jsonl'))
    await appendFile(at('a.1.jsonl'), line('2', 'twee'))
    await writeFile(at('a.jsonl'), line('3', 'drie'))
    await have('een', 'twee', 'drie')
    expect(harness.items('post').length).toBe(3)
  })

  it('reads a file again that was truncated, and one that was rewritten beyond the old offset', async () => {
    await writeFile(at('a.jsonl'), line('1', 'een') + line('2', 'twee'))
    start()
    await have('een', 'twee')
    await truncate(at('a.jsonl'), 0)
    await appendFile(at('a.jsonl'), line('3', 'drie'))
    await have('een', 'twee', 'drie')
    await truncate(at('a.jsonl'), 0)
    await appendFile(at('a.jsonl'), line('4', 'vier is langer dan drie') + line('5', 'vijf'))
    await have('een', 'twee', 'drie', 'vier is langer dan drie', 'vijf')
  })

  it('waits for the end of a line that is being written, and takes it as it is when nothing follows', async () => {
    const whole = line('1', 'half en half')
    await writeFile(at('a.jsonl'), whole.slice(0, 20))
    start({ settleSeconds: 3600 })
    await until('a look', () => harness.health.length > 2)
    expect(harness.delivered).toEqual([])
    await appendFile(at('a.jsonl'), whole.slice(20))
    await have('half en half')
    await run?.stop()
    await appendFile(at('a.jsonl'), line('2', 'zonder einde').trimEnd())
    start()
    await have('half en half', 'zonder einde')
    expect(harness.items('bad')).toEqual([])
  })

  it('keeps what a damaged packed file holds, tells once, and reads its replacement', async () => {
    const texts = Array.from({ length: 3000 }, (_, i) => line(`p${i}`, `tekst ${i} ${Math.sin(i)}`)).join('')
    const packed = gzipSync(texts)
    await writeFile(at('a.jsonl.gz'), packed.subarray(0, packed.length - 2000))
    start()
    await until('a bad item', () => harness.items('bad').length > 0)
    const before = harness.texts().length
    expect(before).toBeGreaterThan(2000)
    expect(harness.items('bad')[0]?.code).toBe('ML_SOURCE_PAYLOAD')
    expect(harness.health.at(-1)?.state).toBe('unreachable')
    await writeFile(at('a.jsonl.gz'), packed)
    await until('all', () => harness.texts().length === 3000)
    expect(harness.items('bad').length).toBe(1)
  })

  it('is unreachable, with the reason, while its folder is missing', async () => {
    run = harness.start(fileConnector(source(join(dir, 'nowhere'))))
    await until('told', () => harness.health.at(-1)?.state === 'unreachable')
    expect(harness.health.at(-1)?.detail).toContain('ENOENT')
  })
})
