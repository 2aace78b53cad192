import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PostMentions } from '@moodlight/core'
import { openStore } from '@moodlight/store-sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Suppression, suppressedPost } from '../../packages/stages/src/index.ts'
import type { ReplayDiff } from '../../services/moodlight/src/replay/diff.ts'
import type { ReplayStatus } from '../../services/moodlight/src/replay/replay-operations.ts'
import { HOOK, pause, type Rig, rig, WEBHOOKS } from './rig.ts'

const N = 6000
/** Every command is a process of its own, and a busy machine starts them slowly. */
const LIMIT_MS = 600_000
const line = (value: object) => `${JSON.stringify({ createdAt: '2026-11-20T10:00:00Z', ...value })}\n`
const history = Array.from({ length: N }, (_, i) =>
  line({ id: `h${i}`, text: `Testbank is wonderful and great, number${i}`, author: { id: `a${i % 50}` } }),
).join('')
const others = Array.from({ length: 20 }, (_, i) =>
  line({ id: `o${i}`, text: `Otherbank is wonderful and great, sample${i}`, createdAt: '2026-11-01T10:00:00Z' }),
).join('')
/** Models that find everything bad, so that nobody can take their labels for others. */
const GLOOMY = `export function createSentiment() {
  return {
    hash: 'gloomy', models: 'gloomy', covers: () => true,
    score: () => ({
      label: 'negative', probabilities: { negative: 1, neutral: 0, positive: 0 }, confident: true, scope: 'text',
      evidence: [], origin: { by: 'model', model: 'gloomy', hash: 'gloomy' },
    }),
  }
}
`

let r: Rig
let model: string
beforeAll(async () => {
  r = await rig(HOOK, WEBHOOKS)
  model = await r.file('gloomy.mjs', GLOOMY)
  await r.up()
  const file = await r.file('history.jsonl', history + others)
  expect((await r.cli('import', file, '--source', 'forum')).code).toBe(0)
})
afterAll(() => r.close())

const status = async () => (await r.local<{ status: ReplayStatus | null }>('/replay')).status as ReplayStatus
const reached = async (is: (status: ReplayStatus) => boolean) => {
  for (let now = await status(); ; now = await status()) {
    if (is(now)) return now
    await pause(20)
  }
}
interface Found {
  readonly id: string
  readonly sentiment: { readonly label: string }
}
const find = async (word: string, more = '') =>
  (await r.ask<{ mentions: Found[] }>(`/mentions?certainty=any&words=${word}${more}`)).mentions
const labelOf = async (word: string) => (await find(word)).map(({ sentiment }) => sentiment.label)
/** Sends posts as a source does, and waits until they are stored. */
const send = async (...items: object[]) => {
  for (const item of items) expect((await r.hook(JSON.stringify({ network: 'forum', ...item }))).status).toBe(202)
  await r.settled()
}
const noCountIsWrong = async () => {
  const { code, stdout } = await r.cli('recount')
  expect([code, stdout]).toEqual([0, expect.stringMatching(/ 0 wrong;.* 0 wrong\./)])
}

test(
  'what cannot be replayed is refused in one sentence',
  async () => {
    for (const [args, said] of [
      [['diff'], 'There is no replay'],
      [['switch'], 'There is no replay'],
      [['drop'], 'There is no replay'],
      [['--brand', 'nobody'], 'No brand is called nobody'],
      [['--model', './nowhere.mjs'], 'cannot be loaded'],
      [['--model', await r.file('empty.mjs', 'export const a = 1')], 'exports no createSentiment'],
      [['--from', 'yesterday'], '--from yesterday'],
    ] as const) {
      const { code, stderr } = await r.cli('replay', ...args)
      expect([code, stderr]).toEqual([2, expect.stringContaining(said)])
    }
    expect((await r.cli('replay', 'status')).stdout).toContain('There was no replay yet')
  },
  LIMIT_MS,
)

test(
  'a replay that is killed goes on; edits, deletions, erasures and corrections meanwhile hold in both; the switch shows it',
  async () => {
    expect((await r.cli('replay', '--model', model, '--no-wait')).code).toBe(0)
    const middle = await reached(({ posts }) => posts.done > 0)
    await r.running().kill()
    expect(middle).toMatchObject({ phase: 'labelling', generation: 2, active: 1 })
    expect(middle.posts.done).toBeLessThan(N)
    // A person corrects two labels: one post that was gone through, and one that was not.
    await correct('number1', 'number5990')
    await r.up()
    const second = await r.cli('replay')
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('switch to it or drop it first')])
    await send(
      { id: 'h2', text: 'Testbank is wonderful and editedword', revision: 9 },
      { id: 'h5992', text: 'Testbank is wonderful and lateword', revision: 9 },
      { delete: { id: 'h3', network: 'forum' } },
      { delete: { id: 'h5993', network: 'forum' } },
      { id: 'fresh', text: 'Testbank is wonderful and freshword' },
    )
    expect((await r.cli('erase', '--post', 'forum:h4', '--yes')).code).toBe(0)
    expect((await r.cli('erase', '--post', 'forum:h5994', '--yes')).code).toBe(0)
    const ready = await reached(({ phase, behind }) => phase === 'following' && behind === 0)
    expect(ready.posts.kept).toBe(0)
    // Nothing of it is seen.
    for (const word of ['number0', 'number5000', 'editedword', 'freshword'])
      expect(await labelOf(word)).toEqual(['positive'])

    const diff = JSON.parse((await r.cli('replay', 'diff', '--json', '--examples', '5')).stdout) as ReplayDiff
    expect(diff.posts).toBe(N + 20 - 4 + 1)
    const eng = { language: 'eng', before: 'positive', after: 'negative' }
    expect(diff.rows).toEqual([
      { brand: 'otherbank', ...eng, n: 20 },
      { brand: 'testbank', ...eng, n: N - 4 + 1 - 2 },
    ])
    expect(diff.examples).toHaveLength(5)
    expect(diff.people).toMatchObject({ agree: 0, disagree: 2, rows: [{ before: 'neutral', after: 'negative', n: 2 }] })
    const told = await r.cli('replay', 'diff')
    expect(told.stdout).toMatch(/testbank +eng +5,995 +5,995 +100\.0/)
    expect(told.stdout).toContain('Of 2 mentions labelled by people the models label 0 alike and 2 otherwise')

    const first = await r.ask<{ mentions: Found[]; next: string }>('/mentions?limit=100')
    const switched = await r.cli('replay', 'switch')
    expect([switched.code, switched.stdout, switched.stderr]).toEqual([
      0,
      expect.stringContaining('Generation 2 is in use'),
      '',
    ])
    for (const word of ['number0', 'number5000', 'editedword', 'lateword', 'freshword'])
      expect(await labelOf(word), word).toEqual(['negative'])
    for (const word of ['number1', 'number5990']) expect(await labelOf(word)).toEqual(['neutral'])
    for (const word of ['number2', 'number3', 'number4', 'number5992', 'number5993', 'number5994'])
      expect(await find(word), word).toEqual([])
    await send(
      { id: 'later', text: 'Testbank is wonderful and laterword' },
      { id: 'h3', text: 'Testbank number3 again' },
    )
    expect(await labelOf('laterword')).toEqual(['negative'])
    expect(await find('number3')).toEqual([])
    await noCountIsWrong()
    const { stats } = await r.local<{ stats: { posts: number; mentions: number; generation: number } }>('/status')
    expect(stats).toMatchObject({ posts: N + 20 - 4 + 2, mentions: N + 20 - 4 + 2, generation: 2 })
    // A list that somebody was paging through goes on.
    if (first.next) {
      const next = await r.ask<{ mentions: Found[] }>(`/mentions?limit=100&cursor=${first.next}`)
      const ids = new Set(first.mentions.map(({ id }) => id))
      expect(next.mentions).toHaveLength(100)
      expect(next.mentions.some(({ id }) => ids.has(id))).toBe(false)
    }
  },
  LIMIT_MS,
)

test(
  'a part is labelled anew, the rest is taken over as it is; without a running program too; dropped, nothing has changed',
  async () => {
    await r.running().stop()
    const started = await r.cli('replay', 'start', '--model', 'shipped', '--brand', 'otherbank')
    expect([started.code, started.stdout]).toEqual([
      0,
      expect.stringContaining('Generation 3: 20 of 6,018 posts labelled anew'),
    ])
    expect((await r.cli('replay', 'drop')).stdout).toContain('Dropped')
    expect((await r.cli('replay', 'status')).stdout).toMatch(/phase +dropped/)

    const again = await r.cli('replay', '--model', 'shipped', '--brand', 'otherbank')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Generation 4: 20 of')])
    const diff = JSON.parse((await r.cli('replay', 'diff', '--json')).stdout) as ReplayDiff
    expect(diff.rows.filter(({ before, after }) => before !== after)).toEqual([
      { brand: 'otherbank', language: 'eng', before: 'negative', after: 'positive', n: 20 },
    ])
    // As after a restore of files from before an erasure: the list knows of it, the store does not.
    await suppress('forum:o5')
    const switched = await r.cli('replay', 'switch')
    expect(switched.stdout).toContain('1 posts and authors were erased again')
    expect(switched.stdout).toContain('Generation 4 is in use')
    await noCountIsWrong()
    await r.up()
    expect((await find('wonderful', '&brand=otherbank&limit=100')).map((m) => m.sentiment.label)).toEqual(
      Array.from({ length: 19 }, () => 'positive'),
    )
    expect(await labelOf('number0')).toEqual(['negative'])
    expect(await labelOf('number1')).toEqual(['neutral'])
    // New posts are labelled by the models of the generation, and a restart has not forgotten which.
    await send({ id: 'last', text: 'Testbank is wonderful and lastword' })
    expect(await labelOf('lastword')).toEqual(['positive'])
    await noCountIsWrong()
  },
  LIMIT_MS,
)

/** Puts a post on the suppression list and nothing else, while nothing runs. */
async function suppress(id: string): Promise<void> {
  const { authorSecret } = JSON.parse(readFileSync(join(r.data, 'installation.json'), 'utf8')) as {
    authorSecret: string
  }
  const { state, close } = await openStore({ file: join(r.data, 'store.db'), readers: 1 })
  await Suppression.add(state, [suppressedPost(authorSecret, id)], Date.now())
  await close()
}

/** Gives labels as a person does, to posts with these words, while nothing runs. */
async function correct(...words: string[]): Promise<void> {
  const { store, close } = await openStore({ file: join(r.data, 'store.db'), readers: 1 })
  for (const word of words) {
    const { items } = await store.mentions({ words: [[word]] }, { limit: 2 })
    const event = (await store.post(items[0]!.post.id)) as PostMentions
    const { labelling, mentions } = event
    const by = { by: 'person', who: 'eva', at: Date.now() } as const
    const anew = mentions.map((mention) => ({
      ...mention,
      sentiment: { ...mention.sentiment, label: 'neutral', origin: by } as typeof mention.sentiment,
    }))
    const next = { ...labelling, enrichmentVersion: labelling.enrichmentVersion + 1 }
    expect(await store.apply([{ ...event, mentions: anew, labelling: next }])).toEqual(['applied'])
  }
  await close()
}
