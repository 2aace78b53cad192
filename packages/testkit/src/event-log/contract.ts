import { describe, expect, it } from 'vitest'
import { appendingLaws } from './appending.ts'
import { expungeLaws } from './expunging.ts'
import { groupLaws } from './groups.ts'
import { bench, type EventLogHarness } from './harness.ts'
import { laneLaws } from './lanes.ts'
import { modelLaw } from './model.ts'
import { retentionLaws } from './retention.ts'
import { sharingLaws } from './sharing.ts'
import { tailLaws } from './tails.ts'

/** The laws of the port EventLog as tests. An adapter's test calls this and nothing else. */
export function eventLogContract(
  harness: EventLogHarness,
  options: { modelRuns?: number; modelMs?: number } = {},
): void {
  describe(`EventLog: ${harness.name}`, () => {
    it('has the capabilities that it declares', async () => {
      expect((await (await bench(harness)).open()).log.capabilities).toEqual(harness.capabilities)
    })
    appendingLaws(harness)
    groupLaws(harness)
    sharingLaws(harness)
    laneLaws(harness)
    tailLaws(harness)
    retentionLaws(harness)
    expungeLaws(harness)
    modelLaw(harness, options.modelRuns ?? 20, options.modelMs ?? 120_000)
  })
}
