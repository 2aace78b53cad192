import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@moodlight/core'
import type { StateStore } from '@moodlight/ports'
import { describe, expect, it, onTestFinished } from 'vitest'
import { T0 } from '../builders.ts'

export interface StateStoreHarness {
  readonly name: string
  /** Opens the store that lives in `dir`; "now" is the clock's. */
  open(dir: string, clock: Clock): Promise<{ state: StateStore; close(): Promise<void> }>
}

/** The laws of the port StateStore as tests. */
export function stateStoreContract(harness: StateStoreHarness): void {
  describe(`StateStore: ${harness.name}`, () => {
    documentLaws(harness)
    leaseLaws(harness)
  })
}

async function aState(harness: StateStoreHarness) {
  const dir = await mkdtemp(join(tmpdir(), 'state-store-'))
  const clock = { at: T0, now: () => clock.at }
  let opened = await harness.open(dir, clock)
  onTestFinished(async () => {
    await opened.close()
    await rm(dir, { recursive: true, force: true })
  })
  return {
    state: opened.state,
    clock,
    async reopen() {
      await opened.close()
      opened = await harness.open(dir, clock)
      return opened.state
    },
  }
}

function documentLaws(harness: StateStoreHarness): void {
  it('versions rise from 1 with every write; null where there is none', async () => {
    const { state, clock, reopen } = await aState(harness)
    expect(await state.get('rule', 'a')).toBeNull()
    expect(await state.put('rule', 'a', { n: 1 })).toEqual({
      kind: 'rule',
      id: 'a',
      version: 1,
      value: { n: 1 },
      at: T0,
    })
    clock.at += 5
    const doc = { kind: 'rule', id: 'a', version: 2, value: [null, 'ک', '\ud83d'], at: T0 + 5 }
    expect(await state.put('rule', 'a', doc.value)).toEqual(doc)
    expect(await state.get('rule', 'a')).toEqual(doc)
    expect(await (await reopen()).get('rule', 'a')).toEqual(doc)
  })

  it('compare and set: only the version that was read is overwritten', async () => {
    const { state } = await aState(harness)
    const conflict = { code: 'ML_STATE_CONFLICT' }
    await expect(state.put('rule', 'a', 1, { ifVersion: 1 })).rejects.toMatchObject(conflict)
    await state.put('rule', 'a', 1, { ifVersion: 0 })
    await expect(state.put('rule', 'a', 2, { ifVersion: 0 })).rejects.toMatchObject(conflict)
    await expect(state.remove('rule', 'a', { ifVersion: 2 })).rejects.toMatchObject(conflict)
    expect(await state.put('rule', 'a', 2, { ifVersion: 1 })).toMatchObject({ version: 2 })
    expect(await state.get('rule', 'a')).toMatchObject({ value: 2 })
  })

  it('of many that set at once one wins', async () => {
    const { state } = await aState(harness)
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => state.put('rule', 'a', i, { ifVersion: 0 })),
    )
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
  })

  it('putAll writes all or none', async () => {
    const { state } = await aState(harness)
    await state.put('rule', 'b', 'old')
    const writes = [
      { kind: 'rule', id: 'a', value: 1 },
      { kind: 'cursor', id: 'b', value: 2 },
    ]
    await expect(
      state.putAll([...writes, { kind: 'rule', id: 'b', value: 3, options: { ifVersion: 7 } }]),
    ).rejects.toMatchObject({ code: 'ML_STATE_CONFLICT' })
    expect(await state.get('rule', 'a')).toBeNull()
    expect(await state.putAll(writes)).toMatchObject([{ version: 1 }, { version: 1 }])
    expect(await state.get('cursor', 'b')).toMatchObject({ value: 2 })
    expect(await state.putAll([])).toEqual([])
  })

  it('remove says whether something was there', async () => {
    const { state } = await aState(harness)
    await state.put('rule', 'a', 1)
    expect(await state.remove('rule', 'a')).toBe(true)
    expect(await state.remove('rule', 'a')).toBe(false)
    expect(await state.count('rule')).toBe(0)
  })

  it('lists one kind by id in order of bytes, in pages and by prefix', async () => {
    const { state } = await aState(harness)
    const ids = ['a', 'a%', 'a_', 'ab', 'b', 'é', '\uffee', '\u{1f600}']
    for (const id of ids.toReversed()) await state.put('cursor', id, id)
    await state.put('other', 'ac', 1)
    const list = async (page: { limit: number; after?: string; prefix?: string }) =>
      (await state.list('cursor', page)).map((doc) => doc.id)
    expect(await list({ limit: 1000 })).toEqual(ids)
    expect(await list({ limit: 3, after: 'a_' })).toEqual(['ab', 'b', 'é'])
    expect(await list({ limit: 10, prefix: 'a' })).toEqual(['a', 'a%', 'a_', 'ab'])
    expect(await list({ limit: 10, prefix: 'a_' })).toEqual(['a_'])
    expect(await list({ limit: 10, prefix: 'a', after: 'a%' })).toEqual(['a_', 'ab'])
    expect(await state.count('cursor')).toBe(ids.length)
  })

  it('refuses what is no document', async () => {
    const { state } = await aState(harness)
    const invalid = { code: 'ML_STATE_INVALID' }
    await expect(state.put('No Slug', 'a', 1)).rejects.toMatchObject(invalid)
    await expect(state.put('rule', 'x'.repeat(513), 1)).rejects.toMatchObject(invalid)
    await expect(state.put('rule', 'a', 'x'.repeat(1024 * 1024))).rejects.toMatchObject(invalid)
    expect(await state.put('rule', 'x'.repeat(512), 'x'.repeat(1_000_000))).toMatchObject({ version: 1 })
  })
}

function leaseLaws(harness: StateStoreHarness): void {
  it('one holder at a time; renewing keeps the fence, a new holder raises it', async () => {
    const { state, clock } = await aState(harness)
    const first = await state.acquire('runner', 'one', 1000)
    expect(first).toEqual({ name: 'runner', holder: 'one', fence: 1, until: T0 + 1000 })
    expect(await state.acquire('runner', 'two', 1000)).toBeNull()
    clock.at += 500
    expect(await state.acquire('runner', 'one', 1000)).toMatchObject({ fence: 1, until: T0 + 1500 })
    clock.at += 1000
    expect(await state.acquire('runner', 'two', 1000)).toMatchObject({ holder: 'two', fence: 2 })
    expect(await state.acquire('other', 'one', 1000)).toMatchObject({ fence: 1 })
  })

  it('writes of a stale holder are refused', async () => {
    const { state, clock } = await aState(harness)
    const stale = (await state.acquire('runner', 'one', 1000))!
    await state.put('start', 'a', 1, { lease: stale })
    clock.at += 1000
    // Nobody has taken over yet: it is still the newest.
    await state.put('start', 'a', 2, { lease: stale })
    const fresh = (await state.acquire('runner', 'two', 1000))!
    const lost = { code: 'ML_LEASE_LOST' }
    await expect(state.put('start', 'a', 3, { lease: stale })).rejects.toMatchObject(lost)
    await expect(state.remove('start', 'a', { lease: stale })).rejects.toMatchObject(lost)
    await expect(
      state.putAll([
        { kind: 'start', id: 'b', value: 1 },
        { kind: 'start', id: 'a', value: 3, options: { lease: stale } },
      ]),
    ).rejects.toMatchObject(lost)
    expect(await state.get('start', 'b')).toBeNull()
    await state.put('start', 'a', 4, { lease: fresh })
    expect(await state.get('start', 'a')).toMatchObject({ value: 4 })
    await expect(state.put('start', 'a', 5, { lease: { name: 'never', fence: 1 } })).rejects.toMatchObject(lost)
  })

  it('a released lease is free at once, and its fence is spent', async () => {
    const { state } = await aState(harness)
    const lease = (await state.acquire('runner', 'one', 1000))!
    await state.release(lease)
    await expect(state.put('start', 'a', 1, { lease })).rejects.toMatchObject({ code: 'ML_LEASE_LOST' })
    const next = (await state.acquire('runner', 'two', 1000))!
    expect(next.fence).toBe(2)
    await state.release(lease)
    expect(await state.acquire('runner', 'three', 1000)).toBeNull()
  })

  it('fences are kept over a restart', async () => {
    const { state, clock, reopen } = await aState(harness)
    await state.acquire('runner', 'one', 1000)
    clock.at += 2000
    expect(await (await reopen()).acquire('runner', 'two', 1000)).toMatchObject({ fence: 2 })
  })
}
