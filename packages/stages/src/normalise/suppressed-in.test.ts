import { authorKey } from '@moodlight/core'
import { expect, test } from 'vitest'
import { suppressedIn, suppressedName } from './suppressed-in.ts'
import { suppressedPost } from './suppression.ts'

const secret = 's'.repeat(64)
const list = new Set([
  authorKey(secret, 'forum', 'u-17'),
  suppressedName(secret, '@SomeBody'),
  suppressedName(secret, 'Some Body Else'),
  suppressedPost(secret, 'forum:p9'),
])
const found = (raw: string) => suppressedIn(raw, ['forum'], secret, (id) => list.has(id))

test.each([
  ['an id of the author', JSON.stringify({ author: { id: 'u-17' } })],
  ['a handle in any case', JSON.stringify({ author: { handle: 'somebody' } })],
  ['a handle with @ in a text', JSON.stringify({ note: 'thanks, @somebody. Bye' })],
  ['a name', JSON.stringify([[{ who: 'SOME body else' }]])],
  ['an author key of ours', JSON.stringify({ author: { key: authorKey(secret, 'forum', 'u-17') } })],
  ['the id of a post', JSON.stringify({ delete: 'p9', x: [] })],
  ['a whole id of a post', JSON.stringify({ id: 'forum:p9' })],
  ['broken JSON', '{"author":{"name":"Some Body Else"'],
  ['a broken line with a bare id', 'text;u-17;more'],
])('%s', (_, raw) => expect(found(raw)).toBe(true))

test.each([
  [
    'another',
    JSON.stringify({ author: { id: 'u-1', handle: 'somebodyelse', name: 'Some' }, text: 'somebody said so' }),
  ],
  ['another network', JSON.stringify({ id: 'blog:p9' })],
  ['nothing', ''],
  ['deep', '['.repeat(50_000)],
])('not %s', (_, raw) => expect(found(raw)).toBe(false))
