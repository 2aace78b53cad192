import { describe, expect, it } from 'vitest'
import { RememberedIds } from './remembered.ts'

function documents() {
  const kept = new Map<string, string>()
  return {
    kept,
    context: {
      get: async <T>(id: string) => (kept.has(id) ? (JSON.parse(kept.get(id) as string) as T) : null),
      put: async (id: string, value: unknown) => void kept.set(id, JSON.stringify(value)),
      remove: async (id: string) => void kept.delete(id),
    },
  }
}

describe('remembered messages', () => {
  const at = 1_700_000_000_000
  const take = async (ids: RememberedIds, id: string, when = at) => {
    const claim = await ids.claim(id, when)
    if (claim === 'free') await ids.settle(id, when, true)
    return claim
  }

  it('are known to the next run, and one that was not taken may come again', async () => {
    const { context } = documents()
    const first = new RememberedIds(context, 300_000)
    expect(await take(first, 'a')).toBe('free')
    expect(await first.claim('b', at)).toBe('free')
    expect(await first.claim('b', at)).toBe('busy')
    await first.settle('b', at, false)
    const second = new RememberedIds(context, 300_000)
    expect([await take(second, 'a'), await take(second, 'b')]).toEqual(['taken', 'free'])
  })

  it('are forgotten when no message can carry their time any more, also those of a former run', async () => {
    const { kept, context } = documents()
    const first = new RememberedIds(context, 300_000)
    for (let i = 0; i < 1_200; i++) await take(first, `m${i}`)
    await take(first, 'late', at + 400_000)
    const second = new RememberedIds(context, 300_000)
    await second.open()
    await second.expire(at + 299_000)
    expect(await take(second, 'm7')).toBe('taken')
    await second.expire(at + 500_000)
    expect(await take(second, 'late', at + 400_000)).toBe('taken')
    await second.expire(at + 5_000_000)
    expect([...kept.keys()]).toEqual(['minutes'])
    expect(kept.get('minutes')).toBe('[]')
  })
})
