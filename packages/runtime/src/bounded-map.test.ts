import { expect, test } from 'vitest'
import { BoundedMap } from './bounded-map.ts'

test('what was used lately stays, what was not is forgotten, and there are never more than said', () => {
  const map = new BoundedMap<number>(10)
  map.set('kept', -1)
  for (let i = 0; i < 100; i++) {
    map.set(`k${i}`, i)
    expect(map.get('kept')).toBe(-1)
    for (let back = 0; back < 4 && back <= i; back++) expect(map.get(`k${i - back}`)).toBe(i - back)
  }
  const left = Array.from({ length: 100 }, (_, i) => map.get(`k${i}`)).filter((value) => value !== undefined)
  expect(left.length).toBeLessThanOrEqual(10)
  expect(map.get('k0')).toBeUndefined()
})

test('a key has its last value, and none once deleted', () => {
  const map = new BoundedMap<number>(4)
  for (let i = 0; i < 9; i++) {
    map.set('a', i)
    map.set(`b${i}`, i)
    expect(map.get('a')).toBe(i)
  }
  map.delete('a')
  expect(map.get('a')).toBeUndefined()
})
