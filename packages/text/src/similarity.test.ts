import { expect, test } from 'vitest'
import { contentHash, hammingDistance, similarity, tokenize } from './index.ts'

const TEXT =
  'Since eight this morning the app of the bank refuses every payment and the help line tells people to try again later today'
const s = (text: string) => similarity(tokenize(text))

test('case, blanks, punctuation and links do not change the similarity; the content hash sees links', () => {
  expect(s(`${TEXT.toUpperCase()} !!! https://t.example/abc`)).toBe(s(TEXT))
  expect(contentHash(tokenize(`${TEXT.toUpperCase()}  !!!`))).toBe(contentHash(tokenize(TEXT)))
  expect(contentHash(tokenize(`${TEXT} https://t.example/abc`))).not.toBe(contentHash(tokenize(TEXT)))
})

test('a near-copy differs in few bits, another text in about half', () => {
  const near = hammingDistance(s(TEXT), s(`${TEXT} via @news`))
  const far = hammingDistance(
    s(TEXT),
    s(
      'Lovely weather for a long walk along the sea with the dogs, then pancakes with syrup at the little house near the dunes',
    ),
  )
  expect(near).toBeLessThanOrEqual(12)
  expect(far).toBeGreaterThanOrEqual(20)
})

test('the hashes are what they were: stored ones stay comparable', () => {
  expect([contentHash(tokenize(TEXT)), s(TEXT), contentHash([]), similarity([])]).toMatchInlineSnapshot(`
    [
      "a5e82914ea657220",
      "7e43a6cee8a7372c",
      "37ce53413cd6e3f3",
      "0000000000000000",
    ]
  `)
})

test('distance counts bits of both halves', () => {
  expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64)
  expect(hammingDistance('8000000000000001', '0000000000000000')).toBe(2)
})

test('token boundaries are part of the content', () => {
  expect(contentHash(tokenize('ab c'))).not.toBe(contentHash(tokenize('a bc')))
})

test('the bits of the similarity are balanced over unlike texts', () => {
  const ones = new Array<number>(64).fill(0)
  for (let i = 0; i < 2000; i++) {
    const h = s(`w${i * 7} x${i * 13} y${i} z${i * 31} q${i * 3}`)
    for (let b = 0; b < 64; b++) ones[b]! += Number((BigInt(`0x${h}`) >> BigInt(b)) & 1n)
  }
  for (const n of ones) expect(n / 2000).toBeGreaterThan(0.35)
  for (const n of ones) expect(n / 2000).toBeLessThan(0.65)
})
