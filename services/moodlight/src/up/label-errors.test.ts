import { estimateNet } from '@moodlight/mood'
import { expect, test } from 'vitest'
import { labelErrors } from './label-errors.ts'

test('a language that nobody measured gets the stated margin', () => {
  expect(labelErrors(0.2)('tha')).toEqual({ kind: 'stated', margin: 0.2 })
})

test('English counts are corrected by what sets left out have shown, and the error stays one object', () => {
  const errors = labelErrors(0.1)
  expect(errors('eng')).toBe(errors('eng'))
  const votes = [{ language: 'eng', votes: { negative: 120, neutral: 60, positive: 20, unscored: 0 } }]
  const net = estimateNet(votes, errors)!
  expect(net.correction).toBe('measured')
  // Mistakes pull a net towards nought: the corrected one is further out.
  expect(net.value).toBeLessThan(-0.5)
  expect(net.margin).toBeGreaterThan(0)
})

test('every trained language with a measured error has a margin that leaves something to say', () => {
  for (const language of ['eng', 'nld', 'zho', 'fas']) {
    const error = labelErrors(0.1)(language)
    expect(error.margin).toBeGreaterThan(0)
    expect(error.margin).toBeLessThan(0.5)
  }
})
