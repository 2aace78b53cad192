/** A part of a pattern: one of a list, a gap of up to so many units, or what must not follow. */
export type Part =
  | { readonly type: 'list'; readonly id: number }
  | { readonly type: 'gap'; readonly most: number }
  | { readonly type: 'not'; readonly id: number }
  | { readonly type: 'start' }
  | { readonly type: 'end' }

/**
 * A pattern is words between blanks:
 * `word` itself · `a|b_c` one of them, `_` joining the words of a phrase · `{name}` one of a named list · `stem*` and `*end` any
 * word with that head or end · `x?` may be missing · `..` a gap of up to two units, `..5` of up to five, within the sentence ·
 * `!x` x must not stand here · `<^>` `<$>` head and end of a sentence · `<b>` the brand, `<o>` another one, `<?>` `<!>` `<url>`
 * `<handle>` `<num>` signs.
 * `idOf` numbers lists of alternatives. Gives one list of parts for each choice of what may be missing.
 */
export function partsOf(pattern: string, idOf: (alternatives: string) => number): Part[][] {
  let all: Part[][] = [[]]
  for (const word of pattern.split(' ')) {
    if (word === '') continue
    const optional = word.endsWith('?') && word.length > 1
    const part = partOf(optional ? word.slice(0, -1) : word, idOf)
    const longer = all.map((parts) => [...parts, part])
    all = optional ? [...all, ...longer] : longer
  }
  return all
}

function partOf(word: string, idOf: (alternatives: string) => number): Part {
  if (word === '<^>') return { type: 'start' }
  if (word === '<$>') return { type: 'end' }
  if (/^\.\.\d*$/.test(word)) return { type: 'gap', most: word === '..' ? 2 : Number(word.slice(2)) }
  if (word.startsWith('!') && word.length > 1) return { type: 'not', id: idOf(word.slice(1)) }
  return { type: 'list', id: idOf(word) }
}
