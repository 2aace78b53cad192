import type { Brand } from '@moodlight/core'
import { buildAutomaton } from './automaton.ts'
import { type Entry, entriesOf } from './entry.ts'
import { type Learned, learn } from './examples/learned.ts'
import { createScanner, type Scanner } from './scan.ts'
import { type Accounts, compileAccounts } from './voice.ts'
import { compileTerms, type Terms } from './words.ts'

export interface CompiledBrand {
  readonly id: string
  readonly context: Terms
  readonly notContext: Terms
  readonly within: number
  readonly accounts: Accounts
}

/** The spellings of all brands. */
export interface Names {
  /** By number of the name in the automaton. */
  readonly entries: readonly (readonly Entry[])[]
  readonly scanner: Scanner
}

/** What a text is searched with. */
export interface Searchable extends Names {
  readonly brands: readonly CompiledBrand[]
}

export interface Compiled extends Searchable {
  readonly learned: Learned
}

export interface CompileOptions {
  /** The pseudonym of a handle, see core's handleKey; own accounts and staff are recognised by it. */
  handleKey(network: string, handle: string): string
}

/** Brands that are watched: all but paused ones. Entries speak of them by their index. */
const watchedOf = (brands: readonly Brand[]): Brand[] => brands.filter((b) => !b.paused)

export function compile(brands: readonly Brand[], options: CompileOptions): Compiled {
  const watched = watchedOf(brands)
  const searchable: Searchable = {
    ...compileNames(brands),
    brands: watched.map((brand) => ({
      id: brand.id,
      context: compileTerms(brand.context),
      notContext: compileTerms(brand.notContext),
      within: brand.contextWithin,
      accounts: compileAccounts(brand, options.handleKey),
    })),
  }
  return { ...searchable, learned: learn(watched, searchable) }
}

export function compileNames(brands: readonly Brand[]): Names {
  const names = new Map<string, Entry[]>()
  watchedOf(brands).forEach((brand, index) => {
    for (const [units, entry] of entriesOf(brand, index)) {
      const same = names.get(units)
      if (same === undefined) names.set(units, [entry])
      else if (!same.some((e) => isSame(e, entry))) same.push(entry)
    }
  })
  const spellings = [...names.keys()]
  return {
    entries: [...names.values()],
    scanner: createScanner(
      buildAutomaton(spellings),
      Int32Array.from(spellings, (s) => s.length),
    ),
  }
}

/** The same spelling given twice, or a variant of one that is configured itself. */
function isSame(a: Entry, b: Entry): boolean {
  return a.brand === b.brand && a.type === b.type && a.cased === b.cased && a.joined === b.joined && a.token === b.token
}
