import { tokenize } from '@moodlight/text'
import { expect, test } from 'vitest'
import { createScoper } from './scope.ts'

function lean(language: string, text: string, target: string, other: string): number {
  const at = (name: string) => [{ start: text.indexOf(name), end: text.indexOf(name) + name.length }]
  return createScoper(language)(text, tokenize(text), at(target), at(other), false).lean
}

test.each([
  ['eng', 'Quorlin is nowhere near as good as Tesmar', -1],
  ['eng', 'Quorlin is much faster than Tesmar', 1],
  ['eng', 'bye Quorlin, hello Tesmar!', -1],
  ['eng', 'We replaced Quorlin with Tesmar', -1],
  ['eng', 'went back to Quorlin after a year with Tesmar', 1],
  ['eng', 'Quorlin and Tesmar are both fine', 0],
  ['eng', 'sent money from Quorlin to Tesmar', 0],
  ['nld', 'Quorlin kan niet tippen aan Tesmar', -1],
  ['nld', 'Quorlin is stukken beter dan Tesmar', 1],
  ['nld', 'Ik kies Quorlin boven Tesmar', 1],
  ['nld', 'geld overgemaakt van Quorlin naar Tesmar', 0],
  ['zho', '远山不如近水好用', -1],
  ['zho', '远山比近水靠谱多了', 1],
  ['zho', '远山完全输给近水', -1],
  ['zho', '告别远山，投奔近水', -1],
  ['zho', '远山和近水都在这条街', 0],
  ['fas', 'سپنتا از مهرگان خیلی بهتر است', 1],
  ['fas', 'سپنتا نسبت به مهرگان گران‌تر است', -1],
  ['fas', 'از سپنتا رفتم به مهرگان', -1],
  ['fas', 'انتقال از سپنتا به مهرگان چقدر طول می‌کشد', 0],
])('%s: %s', (language, text, expected) => {
  const [first, second] =
    language === 'zho' ? ['远山', '近水'] : language === 'fas' ? ['سپنتا', 'مهرگان'] : ['Quorlin', 'Tesmar']
  expect(lean(language, text, first, second)).toBe(expected)
  // Of the other brand the opposite is said.
  expect(lean(language, text, second, first)).toBe(expected === 0 ? 0 : -expected)
})
