import { type Brand, fullText, type Match } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import { findPlaces, type Place } from './candidates.ts'
import { type Compiled, type CompileOptions, compile, compileNames, type Names } from './compile.ts'
import { Surroundings } from './context.ts'
import { View } from './examples/view.ts'
import type { BrandHit, BrandMatcher, Candidate, MatchContext, MatchedPost } from './hit.ts'
import { mayStand } from './judge.ts'
import { keepLongest } from './longest.ts'
import { isAdvertising, voiceOf } from './voice.ts'

/** Bounds of a mention record, see core. */
const MAX_MATCHES = 64
const MAX_BRANDS = 256
const MAX_WHY = 240

/** Compiles the watched brands (paused ones are left out) into one automaton. Building takes about a second per 100,000 names. */
export function compileBrands(brands: readonly Brand[], options: CompileOptions): BrandMatcher {
  const compiled = compile(brands, options)
  return {
    patterns: compiled.entries.length,
    named: (text) => named(compiled, text),
    match: (post, tokens, context = {}) => hits(compiled, post, tokens, judged(compiled, post, tokens, context)),
    explain: (post, tokens, context = {}) =>
      judged(compiled, post, tokens, context)
        .sort((a, b) => a.start - b.start || b.end - a.end)
        .map((p) => candidate(compiled, p)),
  }
}

/** Compiles for {@link BrandMatcher.named} alone, as ingest asks nothing else: learning from marked posts takes seconds. */
export function compileFilter(brands: readonly Brand[]): Pick<BrandMatcher, 'named'> {
  const names = compileNames(brands)
  return { named: (text) => named(names, text) }
}

function named({ scanner, entries }: Names, text: string): boolean {
  return scanner.scan(text, (name, start, end) => {
    for (const entry of entries[name]!) if (mayStand(text, start, end, entry)) return true
    return false
  })
}

/** Every place with its final verdict. */
function judged(compiled: Compiled, post: MatchedPost, tokens: readonly Token[], context: MatchContext): Place[] {
  const text = fullText(post)
  const places = findPlaces(compiled, text, tokens)
  if (places.length === 0) return places
  const surroundings = new Surroundings(tokens, context)
  const head = post.replyTo === null ? -1 : headEnd(post, tokens)
  let made: View | null = null
  const view = (): View => {
    made ??= new View(text, tokens)
    return made
  }
  for (const place of places) {
    if (place.verdict === 'refused') continue
    const { languages } = place.entry
    const language = context.language ?? 'und'
    if (languages.length > 0 && language !== 'und' && !languages.includes(language)) {
      place.verdict = 'refused'
      place.why = `language:${language}`
    } else {
      const learned = place.entry.needsContext ? compiled.learned.judge(place.entry.brand, view(), place) : null
      if (learned !== null) Object.assign(place, learned)
      else surroundings.apply(place, compiled.brands[place.entry.brand]!)
    }
    if (place.why === 'handle' && place.end <= head) place.why = 'handle-head'
  }
  keepLongest(places)
  return places
}

/** Where the row of handles at the head of the text ends. */
function headEnd(post: MatchedPost, tokens: readonly Token[]): number {
  const from = post.title ? post.title.length + 1 : 0
  let end = from
  for (const t of tokens) {
    if (t.start < from) continue
    if (t.kind !== 'handle') break
    end = t.end
  }
  return end
}

function hits(compiled: Compiled, post: MatchedPost, tokens: readonly Token[], places: readonly Place[]): BrandHit[] {
  const byBrand = new Map<number, Place[]>()
  for (const p of places) {
    if (p.verdict === 'refused') continue
    const list = byBrand.get(p.entry.brand)
    if (list === undefined) byBrand.set(p.entry.brand, [p])
    else list.push(p)
  }
  let paid: boolean | null = null
  const advertising = () => {
    paid ??= isAdvertising(tokens)
    return paid
  }
  const out = [...byBrand].map(([index, list]) => {
    const brand = compiled.brands[index]!
    const matches = selectMatches(list)
    return {
      index,
      hit: {
        brand: brand.id,
        certainty: matches.some((m) => m.certainty === 'sure') ? 'sure' : 'unsure',
        addressed: matches.every((m) => m.why === 'handle-head'),
        matches,
        voice: voiceOf(post, brand.accounts, advertising),
      } satisfies BrandHit,
    }
  })
  if (out.length > MAX_BRANDS) {
    out.sort((a, b) => Number(a.hit.certainty === 'unsure') - Number(b.hit.certainty === 'unsure') || a.index - b.index)
    out.length = MAX_BRANDS
  }
  return out.sort((a, b) => a.index - b.index).map((o) => o.hit)
}

/** One match per span (the surer one), in the order of the text; the bound keeps sure ones first. */
function selectMatches(places: readonly Place[]): Match[] {
  const bySpan = new Map<string, Match>()
  for (const p of places) {
    if (p.verdict === 'refused') continue
    const key = `${p.start} ${p.end}`
    if (bySpan.get(key)?.certainty === 'sure') continue
    if (bySpan.has(key) && p.verdict !== 'sure') continue
    const { start, end, name, kind } = p
    bySpan.set(key, { start, end, name, kind, certainty: p.verdict, why: p.why.slice(0, MAX_WHY) })
  }
  let matches = [...bySpan.values()]
  if (matches.length > MAX_MATCHES) {
    matches.sort((a, b) => Number(a.certainty === 'unsure') - Number(b.certainty === 'unsure') || a.start - b.start)
    matches = matches.slice(0, MAX_MATCHES)
  }
  return matches.sort((a, b) => a.start - b.start)
}

function candidate(compiled: Compiled, p: Place): Candidate {
  const { name, kind, start, end, verdict, why } = p
  return { brand: compiled.brands[p.entry.brand]!.id, name, kind, start, end, verdict, why }
}
