import { describe, expect, test } from 'vitest'
import { findTargets } from './find-target.ts'

const found = (text: string, ...targets: string[]) =>
  findTargets(text, targets).map((spans) => spans.map(({ start, end }) => text.slice(start, end)))

describe('a target is found literally', () => {
  test('whatever its letter case and width', () => {
    expect(found('ing and ＩＮＧ and ING', 'ING')).toEqual([['ing', 'ＩＮＧ', 'ING']])
  })

  test('not inside a longer word', () => {
    expect(found('going to INGRID, ING2 and 2ING', 'ING')).toEqual([[]])
    expect(found('بانک‌ها و بانکداری و بانک', 'بانک')).toEqual([['بانک', 'بانک']])
  })

  test('beside signs, hashtags, handles and other scripts', () => {
    expect(found('#ING, @ing! ING-app (ing)', 'ING')).toEqual([['ING', 'ing', 'ING', 'ing']])
    expect(found('我用ING的App', 'ING')).toEqual([['ING']])
    expect(found('小米手机比苹果好', '小米', '苹果')).toEqual([['小米'], ['苹果']])
  })

  test('with its marks: Arabic letters and signs are folded', () => {
    expect(found('بانك مَلّت عالي است', 'بانک ملت')).toEqual([['بانك مَلّت']])
  })

  test('the longer name has the place', () => {
    expect(found('Apple Pay is not Apple', 'Apple', 'Apple Pay')).toEqual([['Apple'], ['Apple Pay']])
    expect(found('Apple Pay', 'Apple', 'Apple Pay')).toEqual([['Apple'], ['Apple Pay']])
  })

  test('an empty target and one that is not there have no place', () => {
    expect(found('text', '', ' ', 'Rabo')).toEqual([[], [], []])
  })
})
