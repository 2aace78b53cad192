import { aMention, aPost, aPostMentions, DAY, HOUR, T0 } from '@moodlight/testkit'
import { describe, expect, test } from 'vitest'
import { testDeps } from '../../test/setup.ts'
import { firstOfRun, sinceOf } from './since.ts'

describe('since when a brand has a history', () => {
  test('a run of days, with small breaks', () => {
    expect(firstOfRun(new Set([90, 93, 94, 97, 98, 100]), 100)).toBe(90)
    expect(firstOfRun(new Set([90, 94, 100]), 100)).toBe(100)
    expect(firstOfRun(new Set([10]), 100)).toBeNull()
  })

  const put = (store: ReturnType<typeof testDeps>['store'], at: number) =>
    store.put(aPostMentions(aPost({ nativeId: String(at), at }), [aMention()]))

  test('filled-in posts before the watch began count, an old archive does not', async () => {
    const { deps, store } = testDeps({
      watched: { version: () => 1, brands: () => [], since: () => T0 - HOUR },
    })
    for (let day = 0; day < 7; day++) put(store, T0 - day * DAY - 3 * HOUR)
    put(store, T0 - 300 * DAY)
    expect(await sinceOf(deps)('ing')).toBe(T0 - 6 * DAY - 3 * HOUR)
  })

  test('without posts it is the watch, without both nothing', async () => {
    const watched = { version: () => 1, brands: () => [] }
    expect(await sinceOf(testDeps({ watched: { ...watched, since: () => T0 - DAY } }).deps)('ing')).toBe(T0 - DAY)
    expect(await sinceOf(testDeps({ watched }).deps)('ing')).toBeNull()
  })
})
