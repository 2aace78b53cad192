import type { StoreEvent } from '@moodlight/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aHole,
  aMention,
  anAuthor,
  anEngagement,
  anIntent,
  aPost,
  aPostMentions,
  aPurge,
  aSettings,
  aTick,
  aTombstone,
  DAY,
  HOUR,
  nearTo,
  T0,
} from '../builders.ts'
import { portDump } from './dump.ts'
import { aStore, type MentionStoreHarness } from './harness.ts'

const TEXTS = [
  'ING is down',
  'the app of the bank is down again and nobody answers the phone',
  'the app of the bank is down again and nobody answers a phone',
  'the app of the bank is down again but somebody answers the phone',
  'quite another story about lovely people at the counter of the bank',
]
const SIM = 'a5a5c3c30f0f1234'
const SIMS = ['ffffffffffffffff', SIM, nearTo(SIM, 2), nearTo(SIM, 4), '0000000011111111']
const BRANDS = ['brand-a', 'brand-b', 'brand-c']
const LABELS = ['negative', 'neutral', 'positive'] as const
const AUTHORS = ['anna', 'bob', null] as const

interface Seed {
  readonly id: number
  readonly revision: number
  readonly enrichment: number
  readonly text: number
  readonly brands: number
  readonly label: number
}

/** One version of a post always says the same: what varies is drawn from its id, revision and enrichment version. */
function version({ id, revision, enrichment, text, brands, label }: Seed): StoreEvent {
  const which = (text + revision) % TEXTS.length
  const post = aPost({
    nativeId: `${id}`,
    revision,
    at: T0 - id * 20 * HOUR + (id % 3) * 60_000,
    author: AUTHORS[id % 3]!,
    site: id % 2 ? 'site.example' : null,
    source: `source-${id % 2}`,
    text: TEXTS[which]!,
    similarity: SIMS[which]!,
    repostOf: id === 7 ? 'test:1' : null,
  })
  const named = BRANDS.filter((_, i) => ((brands + enrichment) >> i) & 1)
  const mentions = named.map((brand, i) => {
    const kind = (label + i + enrichment) % 5
    return kind === 4
      ? aMention({ brand, certainty: 'unsure' })
      : kind === 3
        ? aMention({ brand, unscored: 'no-words' })
        : aMention({
            brand,
            label: LABELS[kind]!,
            voice: i === 2 ? 'own' : 'public',
            intents: kind === 0 ? [anIntent('complains')] : [],
          })
  })
  return aPostMentions(post, mentions, { labelling: { enrichmentVersion: enrichment }, origin: { offset: id } })
}

const seeds = fc.uniqueArray(
  fc.record({
    id: fc.nat(7),
    revision: fc.nat(2),
    enrichment: fc.integer({ min: 1, max: 2 }),
    text: fc.nat(4),
    brands: fc.nat(7),
    label: fc.nat(4),
  }),
  { selector: (s) => `${s.id} ${s.revision} ${s.enrichment}`, maxLength: 16 },
)

const others: fc.Arbitrary<StoreEvent> = fc.oneof(
  fc.nat(7).map((id) => aTombstone(`test:${id}`)),
  fc.record({ who: fc.constantFrom('anna', 'bob'), hours: fc.nat(160) }).map((p) => aPurge(p.who, T0 - p.hours * HOUR)),
  fc
    .record({ id: fc.nat(2), at: fc.nat(1), likes: fc.nat(2) })
    .map(({ id, at, likes }) => anEngagement(`test:${id}`, T0 + at, { likes })),
  fc
    .record({ who: fc.constantFrom('anna', 'bob'), at: fc.nat(3) })
    .map((a) => anAuthor(a.who, { seenAt: T0 - a.at * 40 * HOUR, handle: `${a.who}${a.at}` })),
  fc
    .record({ id: fc.nat(1), to: fc.option(fc.nat(3)) })
    .map((h) => aHole(`h${h.id}`, { to: h.to === null ? null : T0 + h.to })),
  fc.nat(60).map((hours) => aTick(T0 - DAY + hours * HOUR)),
  fc.nat(2).map((n) => aSettings(n + 1, [])),
)

/** The heart of the port: the effect is once, whatever the delivery. */
export function anyOrderLaw(harness: MentionStoreHarness, runs: number): void {
  describe('any order, any repetition', () => {
    it('the same events end in the same store, and its counts are those of a recount', {
      timeout: 300_000,
    }, async () => {
      const cases = fc.tuple(seeds, fc.array(others, { maxLength: 8 })).chain(([posts, rest]) => {
        const events = [...posts.map(version), ...rest]
        const order = fc.array(fc.nat(Math.max(0, events.length - 1)), { maxLength: 12 }).chain((again) =>
          fc.shuffledSubarray([...events.keys(), ...again.filter((i) => i < events.length)], {
            minLength: events.length + again.filter((i) => i < events.length).length,
          }),
        )
        return fc.record({ events: fc.constant(events), order, batch: fc.integer({ min: 1, max: 9 }) })
      })
      await fc.assert(
        fc.asyncProperty(cases, async ({ events, order, batch }) => {
          const straight = await aStore(harness, events)
          const shuffled = await aStore(harness)
          for (let i = 0; i < order.length; i += batch)
            await shuffled.store.apply(order.slice(i, i + batch).map((n) => events[n]!))
          expect(await portDump(shuffled.store)).toEqual(await portDump(straight.store))
          expect(await shuffled.store.recount()).toMatchObject({ wrong: 0, wrongPostings: 0 })
        }),
        { numRuns: runs },
      )
    })
  })
}
