import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOOK, pause, type Rig, rig, WEBHOOKS } from './rig.ts'

/** Every file below a folder. */
function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

/** The files in which a word stands, in UTF-8 or UTF-16 of either order. */
function holding(folder: string, word: string): string[] {
  const little = Buffer.from(word, 'utf16le')
  const big = Buffer.from(little).swap16()
  return files(folder).filter((path) => {
    const bytes = readFileSync(path)
    return [Buffer.from(word), little, big].some((form) => bytes.includes(form))
  })
}

const line = (value: object) => `${JSON.stringify(value)}\n`
const author = { id: 'u-zz1', handle: 'zzhandle', name: 'Zzname Zzfamily' }
const other = { id: 'u-2', handle: 'someone', name: 'Some One' }

/** All that one person left behind: mentions, a post without a brand, an edit, a long text, a title, an unsure one. */
const OF_AUTHOR =
  line({ id: 'a1', text: 'Testbank zzfirst is terrible', author }) +
  line({ id: 'a2', text: 'zzsecond names no brand at all', author }) +
  line({ id: 'a3', text: 'Testbank zzthird before the edit', author }) +
  line({ id: 'a3', text: 'Testbank zzfourth after the edit', revision: 2, author }) +
  line({ id: 'a4', title: 'zzfifth title', text: `Otherbank zzsixth ${'long text '.repeat(3000)}zzseventh`, author }) +
  line({ id: 'a5', text: '测试银行 秘密词语 تست‌بانک رازنهان', author })
const OF_POST = line({ id: 'p1', text: 'Testbank zzeighth is wonderful', author: other })
const KEPT =
  line({ id: 'k1', text: 'Testbank keptword is fine', author: other }) +
  Array.from({ length: 300 }, (_, i) =>
    line({ id: `f${i}`, text: `Testbank filler number ${i} good service`, author: { id: `w${i}` } }),
  ).join('')
/** Dead letters with the person's name in them: no JSON, and a post whose fields do not fit. */
const BROKEN =
  `{"id":"d1","text":"Testbank zzninth","author":{"handle":"zzhandle","name":"Zzname Zzfamily"\n` +
  line({ id: 'd2', author, note: 'zztenth: neither text nor title' }) +
  line({ delete: { title: 'zzeleventh' }, author })

const AUTHOR_TRACES = [
  ...['zzfirst', 'zzsecond', 'zzthird', 'zzfourth', 'zzfifth', 'zzsixth', 'zzseventh', '秘密词语', 'رازنهان'],
  ...['zzhandle', 'Zzname', 'zzname', 'Zzfamily', 'zzfamily', 'u-zz1', 'zzninth', 'zztenth', 'zzeleventh'],
]

let r: Rig
let history: string
beforeAll(async () => {
  r = await rig(HOOK, WEBHOOKS)
  history = await r.file('history.jsonl', KEPT + OF_AUTHOR + OF_POST + BROKEN)
  await r.up()
})
afterAll(() => r.close())

const words = async (word: string) =>
  (await r.ask<{ mentions: { id: string }[] }>(`/mentions?certainty=any&words=${encodeURIComponent(word)}`)).mentions
const importHistory = () => r.cli('import', history, '--source', 'forum', '--keep', 'all', '--again')

test('erased posts and authors are in no file, in no answer, and do not come back', async () => {
  // The feed gives a place with what it tells.
  const [told] = await Promise.all([live(), pause(300).then(r.marker)])
  const place = /^id: (.*)$/m.exec(told)?.[1]
  expect(place).toBeDefined()
  const first = await importHistory()
  expect(first.code, first.stderr).toBe(4)
  // That the search finds them before shows that it would find them after.
  for (const trace of AUTHOR_TRACES.filter((t) => !/^zz(name|family)$/.test(t)))
    expect(holding(r.data, trace), trace).not.toEqual([])
  expect(holding(r.data, 'zzeighth')).not.toEqual([])
  expect((await words('zzfirst')).length).toBe(1)

  const plan = await r.cli('erase', '--author', '@zzhandle')
  expect([plan.code, plan.stdout]).toEqual([0, expect.stringContaining('Nothing was done')])
  expect((await words('zzfirst')).length).toBe(1)

  const feed = await r.hook(line({ id: 'now', text: 'Testbank zztwelfth just now', network: 'forum', author }))
  expect(feed.status).toBe(202)
  await r.settled()
  const byAuthor = await r.cli('erase', '--author', '@zzhandle', '--yes')
  expect(byAuthor.code, byAuthor.stderr).toBe(0)
  expect(byAuthor.stdout).toMatch(/Erased: 6 posts/)
  expect(byAuthor.stdout).toMatch(/3 dead letters/)
  for (const told of ['exports and downloads', 'chat channels', 'backups', 'blocks that the disk itself keeps'])
    expect(byAuthor.stdout).toContain(told)
  const byPost = await r.cli('erase', '--post', 'forum:p1', '--yes')
  expect([byPost.code, byPost.stdout]).toEqual([0, expect.stringMatching(/Erased: 1 posts, 1 mentions/)])

  const gone = [...AUTHOR_TRACES, 'zztwelfth', 'zzeighth']
  const everywhere = () => Object.fromEntries(gone.map((t) => [t, holding(r.data, t)]).filter(([, f]) => f?.length))
  expect(everywhere()).toEqual({})
  for (const word of ['zzfirst', 'zzfourth', 'zzsixth', 'zztwelfth', 'zzeighth', '秘密词语'])
    expect(await words(word)).toEqual([])
  expect((await words('keptword')).length).toBe(1)

  // The live feed tells nothing of them, also to one who asks for what came before.
  const replayed = await live({ 'last-event-id': String(place) })
  expect(replayed).toContain('event: ')
  expect(replayed).not.toMatch(/zz/i)

  // In again: refused, and nothing of it is kept.
  const again = await importHistory()
  expect(again.stdout).toMatch(/dropped: suppressed\s+10/)
  expect(again.code).toBe(0)
  expect(everywhere()).toEqual({})

  await r.running().stop()
  expect(everywhere()).toEqual({})
  await r.up()
  const afterRestart = await importHistory()
  expect(afterRestart.stdout).toMatch(/dropped: suppressed\s+10/)
  expect(everywhere()).toEqual({})
  await r.marker()
  for (const word of ['zzfirst', 'zzsixth', 'zzeighth']) expect(await words(word)).toEqual([])
  expect((await words('keptword')).length).toBe(1)
  const recount = await r.cli('recount')
  expect([recount.code, recount.stdout]).toEqual([0, expect.stringContaining(' 0 wrong')])
})

/** What the live feed tells within a moment. */
async function live(headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${r.running().url}/api/v1/live`, { headers, signal: AbortSignal.timeout(1500) })
  let text = ''
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString()
  } catch {
    // The time is up: a live feed has no end.
  }
  return text
}
