import type { Connection } from '../client/connection.ts'
import type { Names } from '../client/names.ts'
import { refresh } from '../client/read.ts'
import { scan } from '../client/scan.ts'
import type { PurgeFact } from '../documents/fact-document.ts'

/**
 * All purges, in memory (about a hundred bytes each), so that posts need not be asked for their authors one by one. The store's
 * own record numbers them; whoever knows fewer reads the rest before the next post is written.
 */
export class PurgeBook {
  readonly #until = new Map<string, number>()
  #known = 0

  until(author: string | null): number | null {
    return author === null ? null : (this.#until.get(author) ?? null)
  }

  async catchUp(es: Connection, names: Names, newest: number): Promise<void> {
    if (newest <= this.#known) return
    await refresh(es, names.facts)
    const filter = [{ term: { kind: 'purge' } }, { range: { n: { gt: this.#known, lte: newest } } }]
    const body = { query: { bool: { filter } }, sort: [{ n: 'asc' }, { id: 'asc' }] }
    for await (const hits of scan<PurgeFact>(es, names.facts, body))
      for (const { _source } of hits) this.note(_source!.id, _source!.to)
    this.#known = newest
  }

  note(author: string, until: number): void {
    this.#until.set(author, Math.max(until, this.#until.get(author) ?? 0))
  }
}
