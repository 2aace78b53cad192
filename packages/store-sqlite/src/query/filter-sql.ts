import type { MentionFilter } from '@moodlight/ports'
import { intentBits } from '@moodlight/store-rules'
import { marks } from '../db/statements.ts'

/** A condition over rows of `mention`, with its values. */
export interface Where {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

/** The parts of a filter that a mention row answers: all but brand, time, words and story. */
export function whereOf(filter: MentionFilter): Where {
  const parts: string[] = []
  const values: (string | number)[] = []
  const among = (column: string, list: readonly string[] | undefined) => {
    if (!list) return
    parts.push(`${column} IN (${marks(list.length)})`)
    values.push(...list)
  }
  among('source', filter.sources)
  among('language', filter.languages)
  among('label', filter.labels)
  among('voice', filter.voices)
  among('voter', filter.authors)
  among('site', filter.sites)
  if (filter.intents) {
    parts.push('intents & ? <> 0')
    values.push(intentBits(filter.intents))
  }
  if (filter.certainty) {
    parts.push('sure = ?')
    values.push(filter.certainty === 'sure' ? 1 : 0)
  }
  return { sql: parts.length ? parts.join(' AND ') : '1', values }
}
