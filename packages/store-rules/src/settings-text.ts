import type { SettingsEvent } from '@moodlight/core'

type SettingsChange = SettingsEvent['changes'][number]

/** What the journal says of one change of settings; `last` is what it said last of the same thing, null when nothing. */
export function settingsText(change: SettingsChange, last: string | null): string {
  return `${change.kind} ${nameOf(change)} ${verbOf(change, last)}`
}

/** What people call it: a brand's label, else the id. */
function nameOf({ id, value }: SettingsChange): string {
  const label = typeof value === 'object' && value !== null ? (value as { label?: unknown }).label : undefined
  return typeof label === 'string' ? label.slice(0, 100) : id
}

function verbOf({ kind, value }: SettingsChange, last: string | null): string {
  if (value === null) return 'removed'
  if (kind === 'option') return `is now ${JSON.stringify(value)}`.slice(0, 100)
  return last === null || last.endsWith(' removed') ? 'added' : 'changed'
}
