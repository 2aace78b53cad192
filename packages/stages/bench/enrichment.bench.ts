/**
 * The whole enrichment on one thread: normalise, language, brands at 1,000 names, sentiment and intents towards one brand, evidence. Against
 * `eld` + the VADER port, and against `franc` alone, on the same posts, interleaved, in seconds of CPU; below that what each part costs, and load time and memory
 * of the models in a process of their own. node packages/stages/bench/enrichment.bench.ts
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Brand, fullText, type Post } from '@moodlight/core'
import { createIntent } from '@moodlight/intent'
import { createDetector } from '@moodlight/language'
import type { PostDraft } from '@moodlight/ports'
import { createSentiment } from '@moodlight/sentiment'
import { MemoryState } from '@moodlight/testkit'
import { tokenize } from '@moodlight/text'
import { eld } from 'eld/large'
import { franc } from 'franc'
import { labelPost, matcherOf, modelHash, normalise, Suppression } from '../src/index.ts'
import { BANK, LANGUAGES, madeUp, postsOf } from './posts-by-language.ts'
import { random } from './texts.ts'

const N = 2000
const ROUNDS = 5
const NAMES = 1000
const { SentimentIntensityAnalyzer: vader } = createRequire(import.meta.url)('vader-sentiment') as {
  SentimentIntensityAnalyzer: { polarity_scores(text: string): { compound: number } }
}

/** The bank with its four spellings, and other brands until there are 1,000 names in three scripts. */
function watched(): Brand[] {
  const next = random(3)
  const brands = [Brand.parse({ id: 'bank', label: 'Meridian', names: [...BANK] })]
  for (let i = 0; i < NAMES - BANK.length; i++)
    brands.push(
      Brand.parse({
        id: `other-${i}`,
        label: `Other ${i}`,
        names: [`${madeUp(LANGUAGES[i % LANGUAGES.length]!, next, 4)}${i % 3 === 0 ? ` ${i}` : ''}`],
      }),
    )
  return brands
}

const draft = (text: string, i: number): PostDraft => ({
  kind: 'post',
  nativeId: String(i),
  revision: null,
  url: `https://forum.example/t/${i}?utm_source=feed`,
  author: { id: `${i % 999}`, handle: `user${i % 999}`, name: 'User', url: null, followers: null, automated: false },
  title: null,
  text,
  langHint: [],
  createdAt: 1_790_000_000_000,
  editedAt: null,
  replyTo: null,
  replyToAuthor: null,
  repostOf: null,
  quoteOf: null,
  thread: null,
  engagement: null,
  media: [],
  network: null,
})

const book = { brands: watched(), versions: { generation: 1, enrichmentVersion: 1, settingsVersion: 1 } }
const matcher = matcherOf(book, 'secret')
const detector = createDetector()
const sentiment = createSentiment()
const intent = createIntent()
const labeller = { detector, sentiment, intent, matcher, versions: book.versions }
modelHash(labeller)
const facts = {
  source: 'bench',
  network: 'forum',
  sourceKind: 'forum',
  keep: 'matching',
  retentionDays: 36_500,
} as const
const origin = { lane: 'live', partition: 0, offset: 0 } as const
const normaliser = normalise({
  secret: 'secret',
  matcher: () => matcher,
  suppression: new Suppression(new MemoryState()),
})

async function normalised(drafts: readonly PostDraft[]): Promise<Post[]> {
  const posts: Post[] = []
  for (let at = 0; at < drafts.length; at += 500)
    for (const outcome of await normaliser(drafts.slice(at, at + 500), facts, 'live'))
      if (outcome.kind === 'ok') for (const event of outcome.value) if (event.type === 'post') posts.push(event)
  return posts
}

const line = (name: string, value: number, unit: string, baseline: number | null = null): void =>
  console.log(
    JSON.stringify({
      bench: 'enrichment',
      case: name,
      value,
      unit,
      baseline,
      ratio: baseline === null ? null : Number((value / baseline).toFixed(2)),
    }),
  )

/** Median of the rounds, the first of which warms up. */
const median = (times: readonly number[]): number => {
  const sorted = times.slice(1).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** Milliseconds of CPU, of all threads of this process: what a core must give, also when others want the same core. */
async function timed(run: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

async function compare(language: string): Promise<void> {
  const texts = postsOf(language, N)
  const drafts = texts.map(draft)
  const posts = await normalised(drafts)
  const labelled = posts.filter((post) => labelPost(labeller, post, origin, 0).mentions.length > 0).length
  if (labelled < N * 0.99) throw new Error(`${language}: ${labelled} of ${N} posts name the bank`)
  const tokens = posts.map((post) => tokenize(fullText(post)))
  const hits = posts.map((post, i) => matcher.match(post, tokens[i]!, { language }))
  const inputs = posts.map((post, i) => ({
    text: fullText(post),
    tokens: tokens[i]!,
    language,
    target: hits[i]![0]!.matches.map(({ start, end }) => ({ start, end })),
    others: [],
  }))
  const runs: Record<string, () => unknown> = {
    whole: async () => {
      for (const post of await normalised(drafts)) labelPost(labeller, post, origin, 0)
    },
    'eld + VADER': () => {
      for (const text of texts) {
        eld.detect(text)
        vader.polarity_scores(text)
      }
    },
    franc: () => texts.forEach((text) => void franc(text)),
    normalise: () => normalised(drafts),
    tokens: () => posts.forEach((post) => void tokenize(fullText(post))),
    language: () => posts.forEach((post, i) => void detector.detect(post.text, tokens[i]!, [])),
    brands: () => posts.forEach((post, i) => void matcher.match(post, tokens[i]!, { language })),
    'sentiment with evidence': () => inputs.forEach((input) => void sentiment.score(input)),
    intents: () => inputs.forEach((input) => void intent.find(input)),
  }
  const times: Record<string, number[]> = {}
  for (const name of Object.keys(runs)) times[name] = []
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, run] of Object.entries(runs)) times[name]!.push(await timed(run))
  const rate = (name: string): number => Math.round((N / median(times[name]!)) * 1000)
  line(`${language}: whole enrichment, against eld + VADER`, rate('whole'), 'posts/s', rate('eld + VADER'))
  line(`${language}: whole enrichment, against franc`, rate('whole'), 'posts/s', rate('franc'))
  for (const name of Object.keys(runs).slice(3))
    line(`${language}: of that, ${name}`, Number(((median(times[name]!) / N) * 1000).toFixed(1)), 'µs/post')
}

/** In a process of its own: milliseconds until the first label of each language is there, and what memory it took. */
function load(): void {
  const mib = (): number => process.memoryUsage().rss / 2 ** 20
  const step = <T>(name: string, run: () => T): T => {
    const before = mib()
    const start = performance.now()
    const made = run()
    line(`load: ${name}`, Number((performance.now() - start).toFixed(0)), 'ms')
    line(`memory: ${name}`, Math.max(0, Math.round(mib() - before)), 'MiB')
    return made
  }
  const own = step('models of language', createDetector)
  own.detect('warm up', tokenize('warm up'), [])
  const judge = createSentiment()
  for (const language of LANGUAGES) {
    const text = postsOf(language, 1)[0]!
    step(`model of sentiment, ${language}, with its first label`, () =>
      judge.score({ text, tokens: tokenize(text), language, target: null, others: [] }),
    )
  }
  step('intents, rules of four languages', () => {
    const finder = createIntent()
    for (const language of LANGUAGES) {
      const text = postsOf(language, 1)[0]!
      finder.find({ text, tokens: tokenize(text), language, target: [], others: [] })
    }
  })
}

if (process.argv.includes('--load')) load()
else {
  for (const language of LANGUAGES) await compare(language)
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--load'], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  process.stdout.write(child.stdout)
}
