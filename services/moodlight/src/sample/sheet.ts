import { csvEnd, csvFields, decoderFor, guessDelimiter, lineEnd, openDecoded, records } from '@moodlight/connectors'
import { MoodlightError } from '@moodlight/core'
import { readable } from '../cli/files.ts'

/** One row of a sheet that people fill in. */
export interface SheetRow {
  /** Short and without meaning, so that nothing can be read from it. */
  readonly row: string
  readonly text: string
}

export const SHEET_COLUMNS = ['row', 'brand', 'text', 'label', 'remark'] as const
/** What a cell of a spreadsheet holds is limited to 32,767 characters. */
const MOST_CELL = 30_000
/** Without it spreadsheets read UTF-8 as something else. */
const BOM = '\ufeff'

/** A cell as CSV. What a spreadsheet would run as a formula is made plain text by an apostrophe before it. */
export function csvCell(value: string): string {
  const plain = value.replace(/\p{Cc}/gu, (c) => (c === '\n' || c === '\t' ? c : ' ')).slice(0, MOST_CELL)
  const safe = /^\s*[=+\-@\t\r|%＝＋－＠]/.test(plain) ? `'${plain}` : plain
  return `"${safe.replaceAll('"', '""')}"`
}

/** The sheet as a file: nothing in it tells what a model said. */
export function sheetText(rows: readonly SheetRow[], brand: string): string {
  const lines = [
    SHEET_COLUMNS.join(','),
    ...rows.map(({ row, text }) => [row, brand, text, '', ''].map(csvCell).join(',')),
  ]
  return `${BOM}${lines.join('\r\n')}\r\n`
}

/** What a person wrote into a sheet, by row. */
export interface Filled {
  readonly file: string
  /** One map for each column of labels: row → what stands in the cell, trimmed. */
  readonly people: readonly ReadonlyMap<string, string>[]
}

/** Columns of labels: `label`, `label_1`, `label 2` … */
const LABEL_COLUMN = /^label[ _-]?\d*$/i
const MOST_RECORD = 1024 * 1024

/** Reads a sheet back, as any spreadsheet saves it: comma, semicolon or tab; UTF-8 or UTF-16. @throws ML_USAGE when it is no such sheet */
export async function readSheet(file: string): Promise<Filled> {
  const opened = await openDecoded(readable(file), 0)
  let delimiter: string | null = null
  let finder = csvEnd(',')
  let header: string[] | null = null
  const people: Map<string, string>[] = []
  let columns: number[] = []
  const end = {
    find: (b: Buffer, from: number, unit: 1 | 2, big: boolean) =>
      (delimiter === null ? lineEnd : finder).find(b, from, unit, big),
    reset: () => finder.reset(),
  }
  for await (const record of records(opened.stream, {
    start: 0,
    coding: null,
    maxBytes: MOST_RECORD,
    end,
    final: true,
  })) {
    const line = decoderFor(record.coding)(record.bytes)
    if (line.trim() === '') continue
    if (header === null) {
      delimiter = guessDelimiter(line)
      finder = csvEnd(delimiter)
      header = csvFields(line, delimiter).map((name) => name.trim())
      columns = header.flatMap((name, i) => (LABEL_COLUMN.test(name) ? [i] : []))
      if (!header.includes('row') || columns.length === 0)
        throw new MoodlightError('ML_USAGE', `${file} is no sheet of ours: it needs the columns row and label.`)
      for (const _ of columns) people.push(new Map())
      continue
    }
    const cells = csvFields(line, delimiter ?? ',')
    const row = (cells[header.indexOf('row')] ?? '').trim()
    for (const [person, column] of columns.entries()) {
      const said = (cells[column] ?? '').trim()
      if (row !== '' && said !== '') people[person]!.set(row, said)
    }
  }
  if (header === null) throw new MoodlightError('ML_USAGE', `${file} is empty.`)
  return { file, people }
}
