import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MentionStore, StoreEvent } from '@moodlight/ports'
import { onTestFinished } from 'vitest'

export interface OpenedMentionStore {
  readonly store: MentionStore
  close(): Promise<void>
}

/** How the suite gets at an adapter: `dir` is an empty folder, or one that the adapter has written to before. */
export interface MentionStoreHarness {
  readonly name: string
  open(dir: string): Promise<OpenedMentionStore>
}

/** A fresh store for one test, closed and removed at its end. `reopen` closes it and opens it again. */
export async function aStore(
  harness: MentionStoreHarness,
  events: readonly StoreEvent[] = [],
): Promise<{ store: MentionStore; reopen(): Promise<MentionStore> }> {
  const dir = await mkdtemp(join(tmpdir(), 'mention-store-'))
  let opened = await harness.open(dir)
  onTestFinished(async () => {
    await opened.close()
    await rm(dir, { recursive: true, force: true })
  })
  if (events.length > 0) await opened.store.apply(events)
  return {
    store: opened.store,
    async reopen() {
      await opened.close()
      opened = await harness.open(dir)
      return opened.store
    },
  }
}
