import { basename } from 'node:path'
import type { Input } from '../bulk/input.ts'
import { eachBatch, type Line } from '../bulk/lines.ts'
import { LABELS } from './figures.ts'

/** A line that cannot be used, named so that somebody can mend it. */
export interface BrokenLine {
  readonly file: string
  readonly line: number
  readonly why: string
}

/** A row of a labelled file. */
export interface LabelledRow {
  /** Index in LABELS. */
  readonly label: number
  readonly set: string
  readonly target: string | null
  readonly text: string
}

const MOST_LINES = 4096
/** Lines from which the form of a file is told. */
const LOOKED_AT = 200

/**
 * Reads `label<TAB>text` or `label<TAB>set<TAB>text`; with `targets` also a column before the text. Which of the two a file is, most of
 * its first lines tell. Broken lines go to `broken`; a file without sets is a set by its own name.
 */
export async function readLabelled(
  input: Input,
  targets: boolean,
  take: (rows: readonly LabelledRow[]) => void,
  broken: (line: BrokenLine) => void,
): Promise<void> {
  let columns = 0
  const file = nameOf(input)
  await eachBatch(input, MOST_LINES, async (lines) => {
    columns ||= columnsOf(lines, targets ? 3 : 2)
    const rows: LabelledRow[] = []
    for (const line of lines) {
      if (line.text.trim() === '') continue
      const row = line.tooLong ? 'the line is over 4 MiB' : rowOf(line.text, columns, targets, setOf(file))
      if (typeof row === 'string') broken({ file, line: line.number, why: row })
      else rows.push(row)
    }
    take(rows)
  })
}

export const nameOf = (input: Input): string => (input.name === '-' ? 'standard input' : input.name)
/** A file without a column for it is a set under its own name. */
export const setOf = (file: string): string => basename(file).replace(/(\.(tsv|txt|csv))?(\.gz)?$/i, '')

/** `least` or one more: what most lines have. A text may hold tabs itself. */
function columnsOf(lines: readonly Line[], least: number): number {
  const head = lines.filter((line) => line.text.trim() !== '').slice(0, LOOKED_AT)
  const wide = head.filter((line) => line.text.split('\t').length > least).length
  return wide * 2 > head.length ? least + 1 : least
}

function rowOf(line: string, columns: number, targets: boolean, file: string): LabelledRow | string {
  const cells = line.split('\t')
  if (cells.length < columns) return `${cells.length} columns where ${columns} are needed`
  const label = labelOf(cells[0] as string)
  if (label < 0) return `"${(cells[0] as string).slice(0, 40)}" is none of negative, neutral, positive`
  const withSet = columns === (targets ? 4 : 3)
  const text = cells.slice(columns - 1).join('\t')
  if (text.trim() === '') return 'no text'
  const target = targets ? (cells[columns - 2] as string) : null
  if (target !== null && target.trim() === '') return 'no target'
  return { label, set: withSet ? (cells[1] as string) : file, target, text }
}

const SHORT: Readonly<Record<string, number>> = { neg: 0, neu: 1, pos: 2 }

/** The index of a label in LABELS, or -1. */
export function labelOf(cell: string): number {
  const word = cell.trim().toLowerCase()
  const at = (LABELS as readonly string[]).indexOf(word)
  return at >= 0 ? at : (SHORT[word] ?? -1)
}
