import type { SourceItem } from '@moodlight/ports'
import { csvEnd, csvFields, guessDelimiter } from './csv.ts'
import { decoderFor, type TextCoding } from './encoding.ts'
import type { Fields } from './fields.ts'
import { bad, itemOf } from './item.ts'
import { canonicalName, NAMES, type PostField } from './names.ts'
import { lineEnd, type RawRecord, records } from './records.ts'

/** Which column holds which field: a column's name in the header, or its number from 1. */
export type ColumnMapping = { readonly [F in PostField]?: string | number | undefined }

/** Where a stopped read goes on. Small, JSON. */
export interface ResumePoint {
  /** Bytes of the decoded stream that are done. */
  readonly offset: number
  readonly coding: TextCoding | null
  /** The header line of a CSV file, read at its start. */
  readonly header: readonly string[] | null
  readonly delimiter: string | null
}

export const FROM_START: ResumePoint = { offset: 0, coding: null, header: null, delimiter: null }

export interface ReadPostsOptions {
  readonly format: 'jsonl' | 'csv'
  readonly now: () => number
  /** The stream begins at `resume.offset` (the caller has sought or skipped). */
  readonly resume?: ResumePoint
  readonly columns?: ColumnMapping
  /** false: the first line of a CSV file holds data, and `columns` gives numbers. */
  readonly header?: boolean
  readonly delimiter?: string
  /** A longer record is told as bad and skipped. Bytes. */
  readonly maxRecordBytes?: number
  /** Items of one batch at most. */
  readonly batch?: number
  /** Bytes of records in one batch at most. */
  readonly batchBytes?: number
  /** false: an unfinished last line is left for later. */
  readonly final?: boolean
}

/** Items in the order of the stream, and the point at which to go on once they are durable. */
export interface PostBatch {
  readonly items: readonly SourceItem[]
  readonly resume: ResumePoint
}

/**
 * Reads posts from decoded bytes (already unpacked) in bounded memory: JSON lines or CSV. One record gives one item; what
 * cannot be read gives a `bad` item. Never throws because of what the stream holds; errors of the stream itself pass through.
 */
export async function* readPosts(
  stream: AsyncIterable<Uint8Array>,
  options: ReadPostsOptions,
): AsyncGenerator<PostBatch> {
  const { maxRecordBytes = 4 * 1024 * 1024, batch = 500, batchBytes = 4 * 1024 * 1024, final = true } = options
  let resume = options.resume ?? FROM_START
  const reader = options.format === 'csv' ? csvReader(options, resume) : jsonReader(options)
  let items: SourceItem[] = []
  let bytes = 0
  const shared = { start: resume.offset, coding: resume.coding, maxBytes: maxRecordBytes, final }
  let failure: { error: unknown } | null = null
  try {
    for await (const record of records(stream, { ...shared, end: reader.end })) {
      const item = reader.read(record)
      if (item) items.push(item)
      bytes += record.bytes.length
      resume = { offset: record.end, coding: record.coding, ...reader.state() }
      if (items.length >= batch || bytes >= batchBytes) {
        yield { items, resume }
        items = []
        bytes = 0
      }
    }
  } catch (error) {
    // What was read before the stream broke is told first.
    failure = { error }
  }
  if (items.length > 0 || resume.offset > (options.resume?.offset ?? 0)) yield { items, resume }
  if (failure) throw failure.error
}

type RecordState = Pick<ResumePoint, 'header' | 'delimiter'>

/** The reader of one format. null: nothing to tell (a blank line, a header). */
interface RecordReader {
  readonly end: typeof lineEnd
  read(record: RawRecord): SourceItem | null
  state(): RecordState
}

/** The decoder of a stream's coding, made once. */
function decoding(): (record: RawRecord) => string {
  let coding: TextCoding | null = null
  let decode: (bytes: Buffer) => string = String
  return (record) => {
    if (record.coding !== coding) {
      coding = record.coding
      decode = decoderFor(coding)
    }
    return decode(record.bytes)
  }
}

const FAULTS = {
  'too-long': (raw: string) =>
    bad('ML_EVENT_TOO_LARGE', 'the record is over the size limit; this is its beginning', raw),
  unclosed: (raw: string) => bad('ML_EVENT_INVALID', 'a quote of this line is never closed', raw),
}

function jsonReader(options: ReadPostsOptions): RecordReader {
  const decode = decoding()
  const nothing: RecordState = { header: null, delimiter: null }
  return {
    end: lineEnd,
    state: () => nothing,
    read(record) {
      const line = decode(record)
      if (record.fault) return FAULTS[record.fault](line)
      const trimmed = line.trim()
      if (trimmed === '') return null
      let value: unknown
      try {
        value = JSON.parse(trimmed)
      } catch (error) {
        return bad('ML_EVENT_NOT_JSON', `not JSON: ${(error as Error).message.replace(/[“"'`].*$/s, '').trim()}`, line)
      }
      return itemOf(value, () => line, options)
    },
  }
}

function csvReader(options: ReadPostsOptions, resume: ResumePoint): RecordReader {
  const decode = decoding()
  let header = resume.header
  let delimiter = options.delimiter ?? resume.delimiter
  let finder = csvEnd(delimiter ?? ',')
  const settle = (line: string) => {
    delimiter = guessDelimiter(line)
    finder = csvEnd(delimiter)
  }
  const byNumber = options.header === false
  let columns: readonly (readonly [string, number])[] | null = header ? columnsOf(options.columns, header) : null
  return {
    // Until the delimiter is known the first line alone is read, which has no line feeds inside quotes but in rare files.
    end: {
      find: (b, from, unit, big) => (delimiter === null ? lineEnd : finder).find(b, from, unit, big),
      reset: () => finder.reset(),
    },
    state: () => ({ header, delimiter }),
    read(record) {
      const line = decode(record)
      if (record.fault) return FAULTS[record.fault](line)
      if (line.trim() === '') return null
      if (delimiter === null) settle(line)
      const values = csvFields(line, delimiter ?? ',')
      if (header === null) {
        header = byNumber ? [] : values.map((v) => canonicalName(v.trim().slice(0, 200))).slice(0, 1000)
        columns = columnsOf(options.columns, header)
        if (!byNumber) return null
      }
      return itemOf(rowFields(columns ?? [], header, values), () => line, options)
    },
  }
}

/** The mapped fields under their first name, and the position of their column. */
function columnsOf(mapping: ColumnMapping | undefined, header: readonly string[]): (readonly [string, number])[] {
  return Object.entries(mapping ?? {}).flatMap(([field, column]) => {
    const name = NAMES[field as PostField][0]
    const at = typeof column === 'number' ? column - 1 : header.indexOf(canonicalName(column ?? ''))
    return at < 0 ? [] : [[name, at] as const]
  })
}

/** A row as fields: mapped columns under our names, all others under their own. */
function rowFields(
  columns: readonly (readonly [string, number])[],
  header: readonly string[],
  values: string[],
): Fields {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  header.forEach((name, i) => {
    if (name !== '' && values[i] !== undefined) fields[name] = values[i]
  })
  for (const [name, at] of columns) fields[name] = values[at]
  return fields
}
