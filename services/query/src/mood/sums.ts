import { addCounts, type LabelCounts, type LanguageVotes, NO_COUNTS, total } from '@moodlight/mood'
import type { CountRow } from '@moodlight/ports'

/** Count rows of one brand and window, added up. */
export interface Sums {
  /** Mentions of counted voices. */
  readonly volume: LabelCounts
  /** Votes of counted voices per language. */
  readonly votes: readonly LanguageVotes[]
  /** Mentions of voices that do not count. */
  readonly apart: number
}

/** Adds rows one by one; {@link Adder.sums} gives what came together. */
export class Adder {
  #volume = NO_COUNTS
  #votes = new Map<string, LabelCounts>()
  #apart = 0

  add(row: CountRow): void {
    if (!row.counted) {
      this.#apart += row.mentions
      return
    }
    const language = row.language ?? 'und'
    this.#volume = addCounts(this.#volume, { ...NO_COUNTS, [row.label]: row.mentions })
    const votes = this.#votes.get(language) ?? NO_COUNTS
    this.#votes.set(language, addCounts(votes, { ...NO_COUNTS, [row.label]: row.votes }))
  }

  sums(): Sums {
    const votes = [...this.#votes].map(([language, counts]) => ({ language, votes: counts }))
    return { volume: this.#volume, votes, apart: this.#apart }
  }
}

export function withTotal(counts: LabelCounts) {
  return { ...counts, total: total(counts) }
}

/** Rows by brand. Brands without any row are there as well. */
export function sumByBrand(brands: readonly string[], rows: readonly CountRow[]): ReadonlyMap<string, Sums> {
  const adders = new Map(brands.map((brand) => [brand, new Adder()]))
  for (const row of rows) adders.get(row.brand)?.add(row)
  return new Map([...adders].map(([brand, adder]) => [brand, adder.sums()]))
}
