import type { Brand } from '@moodlight/core'
import { tokenize } from '@moodlight/text'
import { GAP, unitsOfName } from './alphabet.ts'
import { casedOf } from './casing.ts'

/** One spelling of one brand as it is looked for. Several brands may share a spelling. */
export interface Entry {
  /** Index of the brand among the compiled ones. */
  readonly brand: number
  readonly type: 'name' | 'handle' | 'hashtag' | 'blocked'
  /** As configured. */
  readonly name: string
  /** The name written without its blanks (`ABNAMRO`). */
  readonly joined: boolean
  /** The spelling with its upper and lower case, when that must fit. */
  readonly cased: string | null
  readonly needsContext: boolean
  readonly compounds: boolean
  readonly languages: readonly string[]
  /** The norm of the whole token, for handles and hashtags. */
  readonly token: string | null
  /** Letters and digits in the name. */
  readonly letters: number
}

const PLAIN = { joined: false, cased: null, needsContext: false, compounds: false, languages: [], token: null }
const ZWNJ = /\u200c/g
const APOSTROPHE = /['’ʼ＇]/g

/** All spellings of a brand: normalised form → entry. */
export function entriesOf(brand: Brand, index: number): [string, Entry][] {
  const out: [string, Entry][] = []
  const add = (spelling: string, entry: Omit<Entry, 'letters'>) => {
    const units = unitsOfName(spelling)
    if (/[\p{L}\p{N}\p{S}\p{P}]/u.test(units)) out.push([units, { ...entry, letters: lettersIn(units) }])
  }
  for (const n of brand.names) {
    const entry = {
      ...PLAIN,
      brand: index,
      type: 'name' as const,
      name: n.text,
      cased: n.exactCase ? casedOf(n.text) : null,
      needsContext: n.needsContext,
      compounds: n.compounds,
      languages: n.languages,
    }
    add(n.text, entry)
    if (n.text.includes('\u200c')) add(n.text.replace(ZWNJ, GAP), entry)
    const bare = n.text.replace(APOSTROPHE, '')
    if (bare !== n.text) add(bare, entry)
    const units = unitsOfName(n.text)
    if (units.includes(GAP)) add(units.replaceAll(GAP, ''), { ...entry, joined: true })
  }
  for (const h of brand.handles) {
    const sign = `@${h.replace(/^[@＠]+/, '')}`
    add(sign, { ...PLAIN, brand: index, type: 'handle', name: sign, token: tokenize(sign)[0]?.norm ?? sign })
  }
  for (const h of brand.hashtags) {
    const sign = `#${h.replace(/^[#＃]+/, '').replace(/#$/, '')}`
    add(sign, { ...PLAIN, brand: index, type: 'hashtag', name: sign, token: tokenize(sign)[0]?.norm ?? sign })
  }
  for (const b of brand.blocked) add(b, { ...PLAIN, brand: index, type: 'blocked', name: b })
  return out
}

function lettersIn(units: string): number {
  return units.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}
