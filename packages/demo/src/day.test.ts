import { describe, expect, test } from 'vitest'
import { DEMO_BRANDS } from './brands.ts'
import { demoDay } from './day.ts'
import { DAY } from './plan.ts'
import { TEXTS, UNSCORED_TEXTS } from './texts/index.ts'

const ORIGIN = Date.UTC(2026, 10, 24, 9, 30)
const TODAY = Math.floor(ORIGIN / DAY) * DAY

const textsOf = (day: number): string[] =>
  demoDay(7, day, ORIGIN).flatMap(({ item }) =>
    item.kind === 'post' && item.repostOf === null ? [`${item.title ?? ''}|${item.text}`] : [],
  )

describe('the sample data', () => {
  test('holds at least 400 texts of our own, in four languages and some that we do not score', () => {
    const own = Object.values(TEXTS).map((t) =>
      [
        t.praise,
        t.complaint,
        t.outage,
        t.fraud,
        t.irony,
        t.mixed,
        t.versus,
        t.question,
        t.thanks,
        t.neutral,
        t.own,
        t.pressGood,
        t.pressBad,
        t.pressNeutral,
        t.off,
      ].flat(),
    )
    expect(own.map((texts) => new Set(texts).size)).toEqual(own.map((texts) => texts.length))
    expect(own.flat().length + UNSCORED_TEXTS.length).toBeGreaterThanOrEqual(400)
    for (const texts of own) expect(texts.length).toBeGreaterThanOrEqual(90)
  })

  test('is the same for the same seed and another for another', () => {
    expect(demoDay(7, TODAY, ORIGIN)).toEqual(demoDay(7, TODAY, ORIGIN))
    expect(demoDay(8, TODAY, ORIGIN)).not.toEqual(demoDay(7, TODAY, ORIGIN))
  })

  test.each([0, 1, 2, 3, 4, 5, 6])('says no text twice on a day (%i days back)', (back) => {
    const texts = textsOf(TODAY - back * DAY)
    expect(new Set(texts).size).toBe(texts.length)
    expect(texts.length).toBeGreaterThan(3000)
  })

  test('has edits, deletions, answers of the bank, reposts, press and every language', () => {
    const items = demoDay(7, TODAY - DAY, ORIGIN)
    const posts = items.flatMap(({ item }) => (item.kind === 'post' ? [item] : []))
    expect(posts.some((p) => p.revision !== null)).toBe(true)
    expect(items.some(({ item }) => item.kind === 'tombstone')).toBe(true)
    expect(posts.some((p) => p.author?.id.startsWith('own-') && p.replyTo !== null)).toBe(true)
    expect(posts.some((p) => p.repostOf !== null)).toBe(true)
    expect(items.some(({ part }) => part === 'news')).toBe(true)
    expect(new Set(posts.flatMap((p) => p.langHint)).size).toBeGreaterThan(4)
  })

  test('watches five brands, one of them ambiguous in every language', () => {
    expect(DEMO_BRANDS).toHaveLength(5)
    expect(DEMO_BRANDS.find((b) => b.id === 'lantern')?.names.filter((n) => n.needsContext)).toHaveLength(3)
    for (const brand of DEMO_BRANDS)
      expect(
        brand.names.some((n) => /\p{Script=Han}/u.test(n.text)) &&
          brand.names.some((n) => /\p{Script=Arabic}/u.test(n.text)),
      ).toBe(true)
  })
})
