import { MoodlightError } from '@moodlight/core'
import { TOKEN_VERSION } from '@moodlight/text'
import { bulk, type Place } from '../client/bulk.ts'
import { readOne } from '../client/read.ts'
import { factId, type Meta, type MetaFact } from '../documents/fact-document.ts'
import type { Shared } from '../store.ts'

/** Reads what the store knows of itself. */
export async function readMeta(s: Pick<Shared, 'es' | 'names'>): Promise<{ meta: Meta; place: Place } | null> {
  const found = await readOne<MetaFact>(s.es, s.names.facts, factId.meta)
  return found && { meta: JSON.parse(found.doc.json) as Meta, place: found.place }
}

/** Brings {@link Shared.meta} up to date. */
export async function renewMeta(s: Shared): Promise<Meta> {
  const found = await readMeta(s)
  if (!found) throw new MoodlightError('ML_STORE_REFUSED', `the index ${s.names.facts} has lost its own record`)
  s.meta = found.meta
  return found.meta
}

/** Changes it against whatever others change at the same time; null from `change`: nothing to do. */
export async function changeMeta(s: Shared, change: (meta: Meta) => Meta | null): Promise<Meta> {
  for (;;) {
    const found = await readMeta(s)
    if (!found) throw new MoodlightError('ML_STORE_REFUSED', `the index ${s.names.facts} has lost its own record`)
    const next = change(found.meta)
    s.meta = next ?? found.meta
    if (next === null) return found.meta
    const doc: MetaFact = { kind: 'meta', json: JSON.stringify(next) }
    const [written] = await bulk(s.es, [
      { index: s.names.facts, id: factId.meta, action: 'put', place: found.place, doc },
    ])
    if (written?.kind === 'done') return next
  }
}

/** @throws ML_STORE_TOKENS when the index was made by another version of the tokeniser: it would find the wrong things. */
export function checkTokens(meta: Meta): void {
  if (meta.tokenVersion === TOKEN_VERSION) return
  throw new MoodlightError(
    'ML_STORE_TOKENS',
    `the index was made by version ${meta.tokenVersion} of the tokeniser, this is version ${TOKEN_VERSION}`,
  )
}
