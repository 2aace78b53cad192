import { type Prepared, settingsText } from '@moodlight/store-rules'
import { bulk } from '../client/bulk.ts'
import { readOne, refresh, search } from '../client/read.ts'
import { factId, type JournalFact, type SettingsFact } from '../documents/fact-document.ts'
import { wellFormed } from '../documents/post-document.ts'
import type { Shared } from '../store.ts'
import { changeMeta } from './meta.ts'

/** Settings come once for every partition; each version is noted once. Marks first: a crash between the two repeats them. */
export async function applySettings(
  s: Shared,
  { event }: Extract<Prepared, { t: 'settings' }>,
  stamp: number,
): Promise<void> {
  const { es, names } = s
  const id = factId.settings(event.version)
  if (await readOne(es, names.facts, id)) return
  await refresh(es, names.facts)
  for (const [i, change] of event.changes.entries()) {
    const doc: JournalFact = {
      kind: 'journal',
      at: event.at,
      n: stamp + i,
      what: change.kind,
      ref: wellFormed(change.id),
      text: settingsText(change, await lastText(s, change.kind, change.id, stamp)),
      by: event.by,
    }
    await bulk(es, [
      { index: names.facts, id: factId.journal(`settings/${event.version}/${i}`), action: 'create', doc },
    ])
  }
  const doc: SettingsFact = { kind: 'settings', id: String(event.version), at: event.at, stamp }
  await bulk(es, [{ index: names.facts, id, action: 'create', doc }])
}

async function lastText(s: Shared, what: string, ref: string, before: number): Promise<string | null> {
  const filter = [
    { term: { kind: 'journal' } },
    { term: { what } },
    { term: { ref: wellFormed(ref) } },
    { range: { n: { lt: before } } },
  ]
  const body = { size: 1, query: { bool: { filter } }, sort: [{ n: 'desc' }] }
  const answer = await search<JournalFact>(s.es, s.names.facts, body)
  return answer.hits.hits[0]?._source?.text ?? null
}

/** What is told of models: the first post labelled by them. */
export interface ModelMark {
  readonly hash: string
  readonly version: number
  readonly at: number
  readonly stamp: number
}

/** The first post labelled by other models, or under another enrichment version, is a mark: it may explain a step. */
export async function noteModels(s: Shared, marks: readonly ModelMark[]): Promise<void> {
  const nameOf = ({ hash, version }: ModelMark) => `${hash} ${version}`
  const fresh = marks.filter((mark) => !s.meta.models.includes(nameOf(mark)))
  if (fresh.length === 0) return
  const noted: ModelMark[] = []
  await changeMeta(s, (meta) => {
    noted.length = 0
    const missing = fresh.filter((mark) => !meta.models.includes(nameOf(mark)))
    if (missing.length === 0) return null
    noted.push(...(meta.models.length === 0 ? missing.slice(1) : missing))
    return { ...meta, models: [...meta.models, ...missing.map(nameOf)] }
  })
  await bulk(
    s.es,
    noted.map((mark) => ({
      index: s.names.facts,
      id: factId.journal(`model/${nameOf(mark)}`),
      action: 'create' as const,
      doc: {
        kind: 'journal',
        at: mark.at,
        n: mark.stamp,
        what: 'model',
        ref: mark.hash,
        text: `labelled by models ${mark.hash}, enrichment version ${mark.version}`,
        by: 'enrich',
      } satisfies JournalFact,
    })),
  )
}
