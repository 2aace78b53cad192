import { DEMO_BRANDS } from '@moodlight/demo'
import { openStore } from '@moodlight/store-sqlite'

/** The counts that moods are made of, over all of the file's time, with a fixed end. */
export async function moodsAt(file: string): Promise<unknown> {
  const open = await openStore({ file, readers: 1 })
  try {
    const to = Date.UTC(2026, 0, 21)
    return await open.store.counts({
      brands: DEMO_BRANDS.map((b) => b.id),
      from: to - 60 * 86_400_000,
      to,
      step: 900_000,
      by: ['language', 'source'],
    })
  } finally {
    await open.close()
  }
}
