import type { Lease } from '@moodlight/ports'
import { MemoryState } from '@moodlight/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Claims, type Duty } from './claims.ts'
import { fenced } from './fenced.ts'

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const LEASE = 150

/** Who does what now, and every moment at which two did the same. */
class World {
  readonly state = new MemoryState()
  readonly doing = new Map<string, string[]>()
  readonly leases = new Map<string, Lease>()
  readonly twice: string[] = []

  instance(holder: string, names: readonly string[], state = this.state): Claims {
    const duties = names.map((name): Duty => {
      const run = async (lease: Lease, signal: AbortSignal) => {
        const before = this.doing.get(name) ?? []
        if (before.length > 0) this.twice.push(name)
        this.doing.set(name, [...before, holder])
        this.leases.set(`${holder} ${name}`, lease)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        this.doing.set(
          name,
          (this.doing.get(name) ?? []).filter((one) => one !== holder),
        )
      }
      return { name, counts: name !== 'ticks', run }
    })
    const claims = new Claims({ state, clock: { now: Date.now }, logger: quiet, holder, leaseMs: LEASE }, duties)
    onTestFinished(() => claims.stop())
    return claims
  }

  count(holder: string): number {
    return [...this.doing].filter(([name, who]) => name !== 'ticks' && who.includes(holder)).length
  }
}

const names = ['a', 'b', 'c', 'd', 'ticks']

test('one instance does everything; when another comes they share, and nothing is done twice', async () => {
  const world = new World()
  world.instance('one', names)
  await vi.waitFor(() => expect(world.count('one')).toBe(4))
  expect(world.doing.get('ticks')).toEqual(['one'])
  world.instance('two', names)
  await vi.waitFor(() => expect([world.count('one'), world.count('two')]).toEqual([2, 2]), { timeout: 5000 })
  expect(world.twice).toEqual([])
})

test('what an instance gives back at its stop is taken at the next round', async () => {
  const world = new World()
  const one = world.instance('one', names)
  await vi.waitFor(() => expect(world.count('one')).toBe(4))
  world.instance('two', names)
  await one.stop()
  await vi.waitFor(() => expect(world.count('two')).toBe(4), { timeout: 5000 })
  expect(world.doing.get('ticks')).toEqual(['two'])
  expect(await world.state.list('instance', { limit: 10 })).toHaveLength(1)
})

test('the work of an instance that is silent past its lease goes to another, and its late writes are refused', async () => {
  const world = new World()
  // A state that stops answering one instance only, as if that process were frozen.
  let frozen: Promise<void> | null = null
  let thaw = () => {}
  const icy = new Proxy(world.state, {
    get: (state, key: 'get') => {
      const method = state[key] as (...args: unknown[]) => unknown
      return async (...args: unknown[]) => {
        await frozen
        return method.apply(state, args)
      }
    },
  })
  world.instance('one', ['a'], icy)
  await vi.waitFor(() => expect(world.count('one')).toBe(1))
  frozen = new Promise((resolve) => {
    thaw = resolve
  })
  world.instance('two', ['a'])
  await vi.waitFor(() => expect(world.doing.get('a')).toEqual(['two']), { timeout: 5000 })
  const late = fenced(world.state, world.leases.get('one a') as Lease)
  await expect(late.put('cursor', 'a', 1)).rejects.toMatchObject({ code: 'ML_LEASE_LOST' })
  await fenced(world.state, world.leases.get('two a') as Lease).put('cursor', 'a', 2)
  expect((await world.state.get('cursor', 'a'))?.value).toBe(2)
  expect(world.doing.get('a')).toEqual(['two'])
  thaw()
})

test('a state that refuses ends what its lease no longer covers, and it is taken again when it answers', async () => {
  const world = new World()
  const claims = world.instance('one', ['a'])
  await vi.waitFor(() => expect(world.count('one')).toBe(1))
  world.state.failure = new Error('away')
  await vi.waitFor(() => expect(world.count('one')).toBe(0), { timeout: 5000 })
  expect(claims.failure).toBe('away')
  world.state.failure = null
  await vi.waitFor(() => expect(world.count('one')).toBe(1), { timeout: 5000 })
  expect(claims.failure).toBeNull()
})
