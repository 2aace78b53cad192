import type { Line } from '../bulk/lines.ts'

/** Lines looked at when the name says nothing. */
const LOOKED_AT = 50

/** JSON lines or plain text: by the name, else by what most of the first lines look like, so that one broken line decides nothing. */
export function formatOf(name: string, lines: readonly Line[]): 'jsonl' | 'text' {
  const bare = name.toLowerCase().replace(/\.gz$/, '')
  if (/\.(jsonl|ndjson|json)$/.test(bare)) return 'jsonl'
  if (/\.txt$/.test(bare)) return 'text'
  const head = lines.filter((line) => line.text.trim() !== '').slice(0, LOOKED_AT)
  return head.filter((line) => line.text.trimStart().startsWith('{')).length * 2 >= head.length && head.length > 0
    ? 'jsonl'
    : 'text'
}
