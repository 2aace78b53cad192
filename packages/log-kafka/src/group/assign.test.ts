import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, type Candidate } from './assign.ts'

const member = (id: string, held: number[] = [], generation = 1): Candidate => ({ id, held, generation })
const plain = (members: readonly Candidate[], partitions: number) => {
  const { partitions: given, pending } = assign(members, partitions)
  return { given: Object.fromEntries(given), pending }
}

test('one member gets everything, two share', () => {
  expect(plain([member('a')], 3)).toEqual({ given: { a: [0, 1, 2] }, pending: false })
  expect(plain([member('a'), member('b')], 4)).toEqual({ given: { a: [0, 1], b: [2, 3] }, pending: false })
})

test('what a member holds beyond its part goes to nobody before it has let go', () => {
  expect(plain([member('a', [0, 1, 2, 3]), member('b')], 4)).toEqual({ given: { a: [0, 1], b: [] }, pending: true })
  expect(plain([member('a', [0, 1]), member('b')], 4)).toEqual({ given: { a: [0, 1], b: [2, 3] }, pending: false })
})

test('a claim from an older generation is void', () => {
  const members = [member('zombie', [0, 1], 3), member('b', [0, 1], 7)]
  expect(plain(members, 2)).toEqual({ given: { b: [0], zombie: [] }, pending: true })
})

/** Members that come and go, finish or not what they must let go of, as the group sees them. */
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('join' as const) }),
    fc.record({ do: fc.constantFrom('leave' as const, 'release' as const), who: fc.nat(5) }),
  ),
  { maxLength: 30 },
)

test('a partition never has two holders, and once all have let go everything is shared evenly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), steps, (partitions, moves) => {
      const held = new Map<string, Set<number>>()
      const granted = new Map<string, readonly number[]>()
      let names = 0
      let generation = 0
      const together = () => {
        const result = assign(
          [...held].map(([id, own]) => ({ id, held: [...own], generation })),
          partitions,
        )
        generation++
        for (const [id, given] of result.partitions) {
          granted.set(id, given)
          for (const p of given) {
            for (const [other, own] of held) expect(other !== id && own.has(p)).toBe(false)
            held.get(id)!.add(p)
          }
        }
        return result
      }
      const release = (id: string) =>
        held.set(id, new Set([...held.get(id)!].filter((p) => granted.get(id)?.includes(p))))
      for (const move of moves) {
        const ids = [...held.keys()]
        if (move.do === 'join') held.set(`m${names++}`, new Set())
        else if (ids.length > 0) {
          const id = ids[move.who % ids.length]!
          if (move.do === 'leave') held.delete(id)
          else release(id)
        }
        if (held.size > 0) together()
      }
      if (held.size === 0) return
      for (const id of held.keys()) release(id)
      let rounds = 0
      while (together().pending && rounds++ < 3) for (const id of held.keys()) release(id)
      for (const id of held.keys()) release(id)
      together()
      const sizes = [...held.values()].map((own) => own.size)
      expect([...held.values()].flatMap((own) => [...own]).sort((a, b) => a - b)).toEqual(
        Array.from({ length: partitions }, (_, p) => p),
      )
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})
