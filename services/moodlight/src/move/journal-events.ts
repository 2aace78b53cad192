import type { SettingsEvent } from '@moodlight/core'
import type { JournalEntry } from '@moodlight/ports'

type Change = SettingsEvent['changes'][number]
/** Marks that come of settings; those of models and holes come of posts and holes themselves. */
const OF_SETTINGS: ReadonlySet<JournalEntry['kind']> = new Set(['brand', 'source', 'rule', 'option'])

/**
 * The settings events behind a journal, so that a store to which they are applied writes the same journal: one event for all marks of
 * one moment and one hand, in order, with versions from 1, as they were given when they were made.
 */
export function settingsBehind(journal: readonly JournalEntry[]): SettingsEvent[] {
  const events: { event: Omit<SettingsEvent, 'changes'>; changes: Change[] }[] = []
  for (const entry of journal) {
    if (!OF_SETTINGS.has(entry.kind)) continue
    const last = events.at(-1)
    const same = last?.event.at === entry.at && last.event.by === entry.by
    if (last && same) last.changes.push(changeOf(entry))
    else {
      const event = { type: 'settings', v: 1, version: events.length + 1, at: entry.at, by: entry.by } as const
      events.push({ event, changes: [changeOf(entry)] })
    }
  }
  return events.map(({ event, changes }) => ({ ...event, changes }))
}

/** A change of which the store says the same words. */
function changeOf({ kind, ref, text }: JournalEntry): Change {
  const words = text.startsWith(`${kind} `) ? text.slice(kind.length + 1) : text
  const option = / is now (.*)$/s.exec(words)?.[1]
  const of = (value: unknown): Change => ({ kind, id: ref, value }) as Change
  if (kind === 'option' && option !== undefined) return of(parsed(option))
  if (words.endsWith(' removed')) return of(null)
  return of({ label: words.replace(/ (?:added|changed)$/, '') })
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // It was cut for the journal.
    return json
  }
}
