import { expect, test } from 'vitest'
import type { NetCard } from '../../packages/sentiment/src/model/card.ts'
import { hashWord, visitFeatures, WORD_SEED } from '../../packages/sentiment/src/model/features.ts'
import { Net } from '../../packages/sentiment/src/model/net.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import type { Row } from './linear.ts'
import { trainNet } from './net.ts'
import { inBytes } from './quantise.ts'
import { TokenTable } from './token-table.ts'

const BITS = 12
/** What is said depends on order alone: no bag of words tells the two apart. */
const fill = ['then', 'so', 'we', 'saw', 'it', 'all', 'here', 'today', 'and', 'more']
const texts = Array.from({ length: 400 }, (_, i) => {
  const [a, b, c] = [fill[i % 10]!, fill[(i * 7 + 3) % 10]!, fill[(i * 3 + 5) % 10]!]
  return i % 2
    ? { text: `${a} ${b} dark light ${c}`, positive: true }
    : { text: `${a} light dark ${b} ${c}`, positive: false }
})

/** Training takes its time where others work too. */
const PATIENCE = 60_000

function trained(most: number, epochs: number) {
  const table = new TokenTable(BITS, null)
  const rows: Row[] = texts.slice(0, most).map(({ text, positive }) => ({
    row: table.add(text, 'eng'),
    target: positive ? [0, 0, 1] : [1, 0, 0],
    masked: false,
    set: 0,
    weight: 1,
  }))
  const learnt = trainNet(table, rows, { bits: BITS, epochs, dropped: 0.1, seed: 1 })
  const { weights, step } = inBytes(learnt.table)
  const card: NetCard = { bits: BITS, step, share: 1, sha256: '' }
  return { ...learnt, net: new Net(card, weights, learnt.dense) }
}

/** What the network says of a text, and of each of its tokens. */
function hear(net: Net, text: string) {
  const tokens = tokenize(text)
  const weights = new Float64Array(tokens.length)
  net.begin(tokens.length)
  const sink = {
    word: (unit: string, place: number) => {
      const hash = hashWord(unit, WORD_SEED)
      net.word(unit, hash, place)
      return hash
    },
    feature: (hash: number, place: number, span: number) => {
      if (span === 1) net.feature(hash, place)
    },
    general: () => {},
  }
  visitFeatures(text, tokens, 'eng', null, sink)
  net.end(tokens.length, 1, weights)
  return { leaning: net.logits[1]! - net.logits[0]!, weights, words: tokens.map((token) => token.norm) }
}

test(
  'the network learns order, and says which words spoke',
  () => {
    const { net } = trained(400, 12)
    for (const text of ['today we saw dark light', 'dark light and all of it here']) {
      const heard = hear(net, text)
      expect(heard.leaning).toBeGreaterThan(1)
      const strongest = heard.words[heard.weights.indexOf(Math.max(...heard.weights))]
      expect(['dark', 'light']).toContain(strongest)
    }
    expect(hear(net, 'today we saw light dark').leaning).toBeLessThan(-1)
  },
  PATIENCE,
)

test(
  'the same rows and seed give the same bytes',
  () => {
    const [a, b] = [trained(40, 2), trained(40, 2)]
    expect(Buffer.from(a.table.buffer).equals(Buffer.from(b.table.buffer))).toBe(true)
    expect(Buffer.from(a.dense.buffer).equals(Buffer.from(b.dense.buffer))).toBe(true)
  },
  PATIENCE,
)

test(
  'what is remembered of a word does not change what is said',
  () => {
    const { net } = trained(40, 1)
    const first = hear(net, 'so it was dark light here').leaning
    for (let i = 0; i < 40_000; i++) net.feature(Math.imul(i, 2654435761) >>> 0, 0)
    expect(hear(net, 'so it was dark light here').leaning).toBe(first)
  },
  PATIENCE,
)
