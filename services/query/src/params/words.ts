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
 *
 * Words that are one token when they stand side by side (Persian می شود, written with a blank, is the word می‌شود) are one part: each
 * by itself would find nothing, since texts hold the joined token.
 */
export function readWords(texts: readonly string[]): Words | null {
  const parts = texts.flatMap(partsOf)
  const read = parts
    .filter((part) => part !== '')
    .map((part) => ({ part, tokens: phrase(part) }))
    .filter(({ tokens }) => tokens.length > 0)
  if (read.length === 0 || read.length > MAX_PHRASES) return null
  return { parts: read.map((r) => r.part), phrases: read.map((r) => r.tokens) }
}

function partsOf(text: string): string[] {
  const parts: string[] = []
  let free = false
  for (const [all, quoted] of text.replace(/[“”„«»「」『』]/gu, '"').matchAll(/"([^"]*)"?|[^\s"]+/gu)) {
    const part = (quoted ?? all).trim()
    const before = parts.at(-1)
    if (quoted === undefined && free && before !== undefined && joins(before, part))
      parts[parts.length - 1] = `${before} ${part}`
    else parts.push(part)
    free = quoted === undefined
  }
  return parts
}

function joins(before: string, part: string): boolean {
  return phrase(`${before} ${part}`).length < phrase(before).length + phrase(part).length
}
