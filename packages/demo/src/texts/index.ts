import { ENGLISH } from './eng.ts'
import { PERSIAN } from './fas.ts'
import { DUTCH } from './nld.ts'
import type { Texts } from './shape.ts'
import { CHINESE } from './zho.ts'

export { UNSCORED_TEXTS } from './other.ts'
export type { TextKind, Texts } from './shape.ts'

export const TEXTS: Readonly<Record<'eng' | 'nld' | 'zho' | 'fas', Texts>> = {
  eng: ENGLISH,
  nld: DUTCH,
  zho: CHINESE,
  fas: PERSIAN,
}
export type DemoLanguage = keyof typeof TEXTS
