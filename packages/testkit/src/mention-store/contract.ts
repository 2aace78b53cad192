import { describe } from 'vitest'
import { anyOrderLaw } from './any-order.ts'
import { countingLaws } from './counting.ts'
import { factLaws } from './facts.ts'
import { generationLaws } from './generations.ts'
import type { MentionStoreHarness } from './harness.ts'
import { pagingLaws } from './paging.ts'
import { removalLaws } from './removals.ts'
import { searchingLaws } from './searching.ts'
import { storyLaws } from './stories.ts'
import { versionLaws } from './versions.ts'

/** The laws of the port MentionStore as tests. An adapter's test calls this and nothing else. */
export function mentionStoreContract(harness: MentionStoreHarness, options: { orderRuns?: number } = {}): void {
  describe(`MentionStore: ${harness.name}`, () => {
    versionLaws(harness)
    removalLaws(harness)
    countingLaws(harness)
    storyLaws(harness)
    searchingLaws(harness)
    pagingLaws(harness)
    factLaws(harness)
    generationLaws(harness)
    anyOrderLaw(harness, options.orderRuns ?? 20)
  })
}
