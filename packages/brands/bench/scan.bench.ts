import { Brand } from '@moodlight/core'
import { fold, tokenize } from '@moodlight/text'
import { buildAutomaton } from '../src/automaton.ts'
import { compileBrands } from '../src/index.ts'
import { createScanner } from '../src/scan.ts'

/** Names and texts made by a seeded generator: mostly no match (about one text in twenty names a brand), as on a firehose. */
function random(seed: number): () => number {
  let s = seed
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

const SYLLABLES = [...'bcdfghjklmnprstvwxz'].flatMap((c) => [...'aeiou'].flatMap((v) => [c + v, `${c}${v}n`]))
const FILLER =
  'the morning train was late again so we walked along the river and talked about prices rent work weather music football dinner plans nobody really knows what happens next but it felt good to be outside'.split(
    ' ',
  )
const HAN = '今天天气很好我们一起去公园散步顺便聊聊工作和电影大家都觉得不错晚上回家做饭看书休息明天继续努力'
const ARABIC = 'امروز هوا خیلی خوب بود و با دوستان به پارک رفتیم درباره کار و فیلم حرف زدیم همه راضی بودند'.split(' ')

function word(r: () => number, n: number): string {
  let out = ''
  for (let i = 0; i < n; i++) out += SYLLABLES[Math.floor(r() * SYLLABLES.length)]
  return out
}

/** Half of the names are Latin, a quarter Han, a quarter Persian, as on a watch list for four languages. */
function names(count: number): string[] {
  const r = random(7)
  const out = new Set<string>()
  while (out.size < count) {
    const kind = out.size % 4
    if (kind === 0) out.add(pick(r, [...HAN], 2) + pick(r, [...HAN], 2))
    else if (kind === 1) out.add(`بانک ${pick(r, [...ARABIC.join('')], 4)}`)
    else {
      const n = word(r, 2 + Math.floor(r() * 2))
      out.add(n[0]!.toUpperCase() + n.slice(1) + (r() < 0.3 ? ' Bank' : ''))
    }
  }
  return [...out]
}

function pick(r: () => number, from: readonly string[], n: number): string {
  return Array.from({ length: n }, () => from[Math.floor(r() * from.length)]!).join('')
}

function texts(kind: 'ascii' | 'latin' | 'han' | 'arabic', names: readonly string[]): string[] {
  const r = random(11)
  return Array.from({ length: 20_000 }, () => {
    const parts: string[] = []
    for (let i = 0; i < 18; i++) {
      if (kind === 'han') parts.push(HAN.slice(Math.floor(r() * 40), 46))
      else if (kind === 'arabic') parts.push(ARABIC[Math.floor(r() * ARABIC.length)]!)
      else parts.push(FILLER[Math.floor(r() * FILLER.length)]!)
    }
    if (kind === 'latin') parts.push('café', 'zo’n', '👍')
    if (r() < 0.05) parts[9] = names[Math.floor(r() * names.length)]!
    return parts.join(kind === 'han' ? '' : ' ')
  })
}

/** Median of the last five of seven interleaved rounds, in MB of UTF-8 a second of this thread's CPU time (the machine may be shared). */
function measure(cases: readonly ((t: readonly string[]) => number)[], input: readonly string[]): number[] {
  const bytes = input.reduce((n, t) => n + Buffer.byteLength(t), 0)
  const times: number[][] = cases.map(() => [])
  let sink = 0
  for (let round = 0; round < 7; round++) {
    for (const [i, run] of cases.entries()) {
      let seconds = 0
      let runs = 0
      const start = process.threadCpuUsage()
      // The clock of CPU time is coarse: at least 100 ms a round.
      for (; seconds < 0.1; runs++) {
        sink += run(input)
        const used = process.threadCpuUsage(start)
        seconds = (used.user + used.system) / 1e6
      }
      if (round >= 2) times[i]!.push(seconds / runs)
    }
  }
  if (sink === 0) throw new Error('nothing was found: the benchmark measures nothing')
  return times.map((t) => bytes / 1e6 / t.sort((a, b) => a - b)[2]!)
}

function print(name: string, value: number, baseline: number): void {
  const round = (x: number) => Number(x.toFixed(1))
  console.log(
    JSON.stringify({
      bench: 'scan',
      case: name,
      value: round(value),
      unit: 'MB/s',
      baseline: round(baseline),
      ratio: Number((value / baseline).toFixed(2)),
    }),
  )
}

const escaped = (n: string) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

for (const count of [50, 500, 5000]) {
  const list = names(count)
  const folded = list.map((n) => fold(n).text)
  const started = process.hrtime.bigint()
  const matcher = compileBrands(
    list.map((n, i) => Brand.parse({ id: `b${i}`, label: n, names: [n] })),
    { handleKey: (network, handle) => `${network}:${handle}` },
  )
  console.error(`${count} names compiled in ${Number((process.hrtime.bigint() - started) / 1_000_000n)} ms`)
  const scanner = createScanner(
    buildAutomaton(folded),
    Int32Array.from(folded, (n) => n.length),
  )
  const alternation = new RegExp(folded.map(escaped).join('|'))
  const alternationFold = new RegExp(
    `(?<![\\p{Script=Latin}\\p{Script=Arabic}\\p{N}])(?:${list.map(escaped).join('|')})(?![\\p{Script=Latin}\\p{Script=Arabic}\\p{N}])`,
    'iu',
  )
  const post = { title: null, sourceKind: 'social', author: null, replyTo: null } as const
  for (const kind of ['ascii', 'latin', 'han', 'arabic'] as const) {
    const input = texts(kind, list)
    const lower = input.map((t) => fold(t).text)
    const [base, scan] = measure(
      [
        (t) => t.reduce((n, s) => n + Number(alternation.test(s)), 0),
        (t) => {
          let n = 0
          const onName = () => {
            n++
            return false
          }
          for (const s of t) scanner.scan(s, onName)
          return n
        },
      ],
      lower,
    ) as [number, number]
    print(`${count} names, ${kind}: scan only, folded text`, scan, base)
    const few = input.slice(0, 2000)
    const [slow] = measure([(t) => t.reduce((n, s) => n + Number(alternationFold.test(s)), 0)], few) as [number]
    const tokens = input.map((t) => tokenize(t))
    const [named, match] = measure(
      [
        (t) => t.reduce((n, s) => n + Number(matcher.named(s)), 0),
        (t) => t.reduce((n, s, i) => n + matcher.match({ ...post, text: s }, tokens[i]!).length, 0),
      ],
      input,
    ) as [number, number]
    print(`${count} names, ${kind}: named() with folding and boundaries`, named, slow)
    print(`${count} names, ${kind}: match() with tokens given`, match, slow)
  }
}
