import { tokenize } from '@moodlight/text'
import { expect, test } from 'vitest'
import { createIrony } from './irony.ts'

test.each([
  ['eng', 'Brilliant, the site is down again. On a Monday morning', true],
  ['eng', 'Brilliant that it was fixed when it was down again', false],
  ['eng', 'Great app, never down', false],
  ['eng', 'It is down again', false],
  ['nld', 'Heerlijk, alweer storing. Ga zo door', true],
  ['nld', 'Fijn, de storing is weer verholpen', false],
  ['zho', '太好了，系统又崩了', true],
  ['zho', '太好了，故障又解决了', false],
  ['fas', 'آفرین، باز هم سامانه قطع شد', true],
  ['fas', 'آفرین، دوباره درست شد', false],
])('%s: %s', (language, text, expected) => {
  expect(createIrony(language)(tokenize(text))).toBe(expected)
})
