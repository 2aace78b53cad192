import { Brand, type SourceKind } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { describe, expect, test } from 'vitest'
import { compileBrands } from './index.ts'

const matcher = compileBrands(
  [
    Brand.parse({ id: 'ing', label: 'ING', names: ['ING'], ownAccounts: ['x:ingnl'], staffAccounts: ['x:jan'] }),
    Brand.parse({ id: 'abn', label: 'ABN', names: ['ABN'] }),
  ],
  { handleKey: (network, handle) => `key of ${network} ${handle}` },
)

function voices(text: string, options: { kind?: SourceKind; handleKey?: string; automated?: boolean } = {}): string[] {
  const author = {
    key: 'a_',
    handleKey: options.handleKey ?? null,
    followers: null,
    automated: options.automated ?? false,
  }
  const post = { title: null, text, sourceKind: options.kind ?? ('social' as const), author, replyTo: null }
  return matcher.match(post, tokenize(text)).map((h) => `${h.brand} ${h.voice}`)
}

describe('voice', () => {
  test('own account and staff are so for their brand only', () => {
    expect(voices('ING or ABN', { handleKey: 'key of x ingnl' })).toEqual(['ing own', 'abn public'])
    expect(voices('ING or ABN', { handleKey: 'key of x jan' })).toEqual(['ing staff', 'abn public'])
    expect(voices('ING or ABN', { handleKey: 'key of y jan' })).toEqual(['ing public', 'abn public'])
  })

  test('source kind and automated accounts', () => {
    expect(voices('ING', { kind: 'own' })).toEqual(['ing own'])
    expect(voices('ING', { kind: 'press' })).toEqual(['ing press'])
    expect(voices('ING', { kind: 'forum' })).toEqual(['ing public'])
    expect(voices('ING', { automated: true, kind: 'press' })).toEqual(['ing automated'])
  })

  test.each([
    'ING #ad',
    '#Advertentie ING',
    'ING #reclame',
    'ING #Spon',
    'ING #广告',
    'ING #تبلیغ',
    'Sponsored: ING',
    '[Advertentie] ING',
    '【广告】ING',
    '广告：ING',
  ])('advertising: %s', (text) => expect(voices(text)).toEqual(['ing advertising']))

  test.each(['ING ad', 'I saw an ad of ING', 'sponsored by ING', 'ING #adventure', 'ad ING: bad'])(
    'no advertising: %s',
    (text) => expect(voices(text)).toEqual(['ing public']),
  )
})
