import { existsSync, readFileSync } from 'node:fs'
import { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { type BrandMatcher, compileBrands } from '../../src/index.ts'
import { FURTHER } from './definitions/further.ts'
import { DEFINITIONS, type Definition } from './definitions/index.ts'

export interface MarkedPost {
  readonly text: string
  readonly about: boolean
}
/** `further` are posts that were written beside the definitions, to be learnt from. */
export type Half = 'dev' | 'further' | 'unseen'

/** Counts over posts of what was called sure. */
export interface Counted {
  hits: number
  falseHits: number
  misses: number
}
export interface BrandFigure {
  readonly name: string
  readonly posts: number
  readonly about: number
  /** With the definition and its marked posts, as the product is meant to be used. */
  readonly examples: Counted
  /** Posts about the brand that were called unsure: shown to people, not counted. */
  readonly unsure: number
  /** The same definition without marked posts: words that speak for and against, blocking phrases. */
  readonly rules: Counted
  /** A name and six context words. */
  readonly shortRules: Counted
  /** The name as a word, upper and lower case alike. */
  readonly nameAlone: Counted
}

/** The marked posts of one name; none where the half is not there. */
export function posts(half: Half, name: string): MarkedPost[] {
  const file = new URL(`${half}/${name}.tsv`, import.meta.url)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^(?:yes|no)\t/.test(line))
    .map((line) => ({ about: line.startsWith('yes'), text: line.slice(line.indexOf('\t') + 1) }))
}

const list = (words: string): string[] =>
  words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

const context = (d: Definition): string[] => [...list(d.context), ...list(FURTHER[d.id]?.context ?? '')]
const notContext = (d: Definition): string[] => [...list(d.notContext), ...list(FURTHER[d.id]?.notContext ?? '')]

/** The brand with marked posts: phrases that hold the name are given as words for and against, so that posts can outweigh them. */
export function withExamples(d: Definition, examples: readonly MarkedPost[]): Brand {
  return Brand.parse({
    id: d.id,
    label: d.id,
    names: d.names.map((text) => ({ text, needsContext: true })),
    handles: d.handles,
    context: [...context(d), ...d.sure],
    notContext: [...notContext(d), ...d.blocked],
    examples,
  })
}

/** The same knowledge as plain rules. */
export function asRules(d: Definition): Brand {
  return Brand.parse({
    id: d.id,
    label: d.id,
    names: [...d.sure, ...d.names.map((text) => ({ text, needsContext: true }))],
    handles: d.handles,
    hashtags: d.hashtags,
    context: context(d),
    notContext: notContext(d),
    blocked: d.blocked,
  })
}

const asShortRules = ({ id, names, short }: Definition): Brand =>
  Brand.parse({
    id,
    label: id,
    names: names.map((text) => ({ text, needsContext: true, exactCase: short.exactCase ?? false })),
    context: short.context,
  })
const asNameAlone = ({ id, names }: Definition): Brand => Brand.parse({ id, label: id, names })

export const matcherOf = (brands: readonly Brand[]): BrandMatcher =>
  compileBrands(brands, { handleKey: (network, handle) => `${network}:${handle}` })

/** What a matcher says of a brand in a post. */
export function certainty(matcher: BrandMatcher, brand: string, text: string): 'sure' | 'unsure' | 'none' {
  const post = { title: null, text, sourceKind: 'social' as const, author: null, replyTo: null }
  return matcher.match(post, tokenize(text)).find((hit) => hit.brand === brand)?.certainty ?? 'none'
}

function count(matcher: BrandMatcher, brand: string, marked: readonly MarkedPost[]): Counted & { unsure: number } {
  const counted = { hits: 0, falseHits: 0, misses: 0, unsure: 0 }
  for (const { text, about } of marked) {
    const found = certainty(matcher, brand, text)
    if (found === 'sure') counted[about ? 'hits' : 'falseHits']++
    else if (about) {
      counted.misses++
      if (found === 'unsure') counted.unsure++
    }
  }
  return counted
}

/** What a brand is taught with. */
export const taughtWith = (name: string): MarkedPost[] => [...posts('dev', name), ...posts('further', name)]

/** Aggregates over the unseen half of every name; examples come from the other two folders alone. */
export function measureBrands(): BrandFigure[] {
  const taught = matcherOf(DEFINITIONS.map((d) => withExamples(d, taughtWith(d.id))))
  return DEFINITIONS.flatMap((d) => figure(d, posts('unseen', d.id), taught) ?? [])
}

export function figure(d: Definition, marked: readonly MarkedPost[], taught: BrandMatcher): BrandFigure | null {
  if (marked.length === 0) return null
  const { unsure, ...examples } = count(taught, d.id, marked)
  const plain = (brand: Brand): Counted => {
    const { hits, falseHits, misses } = count(matcherOf([brand]), d.id, marked)
    return { hits, falseHits, misses }
  }
  return {
    name: d.id,
    posts: marked.length,
    about: marked.filter((post) => post.about).length,
    examples,
    unsure,
    rules: plain(asRules(d)),
    shortRules: plain(asShortRules(d)),
    nameAlone: plain(asNameAlone(d)),
  }
}
