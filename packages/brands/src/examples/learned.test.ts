import { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { expect, test } from 'vitest'
import { compileBrands } from '../index.ts'

const about = [
  'the Lark app is slow',
  'Lark support never answers',
  'my Lark bill is wrong',
  'no signal on Lark',
  'Lark raised its prices',
]
const other = [
  'a lark sang at dawn',
  'the lark nests in the field',
  'we saw a lark',
  'up with the lark',
  'lark and thrush in the garden',
]
const marked = [...about.map((text) => ({ text, about: true })), ...other.map((text) => ({ text, about: false }))]

function lark(more: object) {
  const brand = Brand.parse({
    id: 'lark',
    label: 'Lark',
    names: [{ text: 'Lark', needsContext: true }, 'Lark Mobile'],
    ...more,
  })
  const matcher = compileBrands([brand], { handleKey: (network, handle) => `${network}:${handle}` })
  return (text: string) => {
    const post = { title: null, text, sourceKind: 'social' as const, author: null, replyTo: null }
    const [candidate] = matcher
      .explain(post, tokenize(text))
      .filter((c) => c.verdict !== 'refused' || !c.why.startsWith('longer'))
    return candidate === undefined ? 'none' : `${candidate.verdict} ${candidate.why}`
  }
}

test('marked posts decide what a name means', () => {
  const said = lark({ examples: marked })
  expect(said('is the Lark app down?')).toMatch(/^sure examples:/)
  expect(said('a lark in the garden')).toMatch(/^refused examples:/)
})

test('a name that is not ambiguous needs no examples', () => {
  expect(lark({ examples: marked })('a Lark Mobile in the garden')).toBe('sure plain')
})

test('too few marked posts decide nothing: the context words do', () => {
  const few = lark({ examples: marked.slice(1), context: ['app'] })
  expect(few('is the Lark app down?')).toBe('sure context:app')
  expect(few('a lark in the garden')).toBe('unsure no-context')
})

test('a text that is a list of names ends in time, with the rest left unsure', () => {
  const said = lark({ examples: marked, context: ['app', 'the lark app'], notContext: ['garden'] })
  expect(said('the Lark app in the garden '.repeat(8000))).toMatch(/examples:/)
})

test('given words count beside what was learnt', () => {
  expect(lark({ examples: marked })('the new Lark roadshow')).not.toMatch(/roadshow/)
  expect(lark({ examples: marked, context: ['roadshow'] })('the new Lark roadshow')).toMatch(/^sure examples:/)
})

test('the order of the same marked posts changes nothing', () => {
  const texts = ['the Lark app is here', 'a lark here', 'Lark!', 'lark']
  const one = lark({ examples: marked })
  const two = lark({ examples: [...marked].reverse() })
  expect(texts.map((t) => one(t).split(' ')[0])).toEqual(texts.map((t) => two(t).split(' ')[0]))
})

test('hostile marked posts do no harm', () => {
  const hostile = ['lark '.repeat(900), '\ud800lark', '#lark', 'lark'.repeat(1000), '@lark']
  const said = lark({ examples: [...marked, ...hostile.map((text) => ({ text, about: true }))] })
  expect(said('a lark in the garden')).toMatch(/^(?:refused|unsure|sure) examples:/)
})
