import type { Phrase } from '@moodlight/ports'
import { phrase } from '@moodlight/text'

const MAX_PHRASES = 20

/** What was asked for, and the tokens of each part. */
export interface Words {
  readonly parts: readonly string[]
  readonly phrases: readonly Phrase[]
}

/**
 * Reads `"quoted phrase" word word`: every part must stand in the text. Curly and angled quotation marks are quotation marks
 * as well. null when a text was given but nothing of it can be searched for, or there are too many parts.
 */
export function readWords(texts: readonly string[]): Words | null {
  const parts = texts.flatMap((text) =>
    [...text.replace(/[“”„«»「」『』]/gu, '"').matchAll(/"([^"]*)"?|[^\s"]+/gu)].map((m) => (m[1] ?? m[0]).trim()),
  )
  const read = parts
    .filter((part) => part !== '')
    .map((part) => ({ part, tokens: phrase(part) }))
    .filter(({ tokens }) => tokens.length > 0)
  if (read.length === 0 || read.length > MAX_PHRASES) return null
  return { parts: read.map((r) => r.part), phrases: read.map((r) => r.tokens) }
}
