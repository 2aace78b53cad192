import { apple } from './apple.ts'
import { asn } from './asn.ts'
import { ing } from './ing.ts'
import { knab } from './knab.ts'
import { mellat } from './mellat.ts'
import { melli } from './melli.ts'
import { orange } from './orange.ts'
import { pingan } from './pingan.ts'
import { pingguo } from './pingguo.ts'
import { rabo } from './rabo.ts'
import { saman } from './saman.ts'
import { shell } from './shell.ts'
import { target } from './target.ts'
import { xiaomi } from './xiaomi.ts'

/** How a careful brand team would describe each ambiguous name: spellings, words that speak for and against, blocking phrases. */
export interface Definition {
  readonly id: string
  /** Ambiguous spellings: a match needs context or examples. */
  readonly names: readonly string[]
  /** Spellings that mean nothing else. */
  readonly sure: readonly string[]
  readonly handles: readonly string[]
  readonly hashtags: readonly string[]
  /** Comma-separated. */
  readonly context: string
  readonly notContext: string
  readonly blocked: readonly string[]
  /** The first set of rules that comes to mind, as a baseline. */
  readonly short: { readonly context: readonly string[]; readonly exactCase?: boolean }
}

export const DEFINITIONS: readonly Definition[] = [
  apple,
  asn,
  ing,
  knab,
  mellat,
  melli,
  orange,
  pingan,
  pingguo,
  rabo,
  saman,
  shell,
  target,
  xiaomi,
]
