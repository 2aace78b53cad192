import type { EndFinder } from './records.ts'

const QUOTE = 34

/** Finds the end of a CSV record in bytes: line feeds inside quotes do not count (RFC 4180). A quote opens only at the start of a field. */
export function csvEnd(delimiter: string): EndFinder {
  const d = delimiter.charCodeAt(0)
  let quoted = false
  let fieldStart = true
  /** A quote inside quotes was seen: the next byte tells whether it closes or stands for itself. */
  let pending = false
  const reset = () => {
    quoted = false
    fieldStart = true
    pending = false
  }
  return {
    reset,
    find(buffer, from, unit, bigEndian) {
      for (let i = from - (from % unit); i + unit <= buffer.length; i += unit) {
        const high = unit === 1 ? 0 : (buffer[bigEndian ? i : i + 1] as number)
        const c = high === 0 ? (buffer[unit === 1 || !bigEndian ? i : i + 1] as number) : -1
        if (quoted) {
          if (pending && c !== QUOTE) {
            quoted = false
            pending = false
          } else {
            if (c === QUOTE) pending = !pending
            continue
          }
        }
        if (c === 10) return i + unit
        if (c === QUOTE && fieldStart) quoted = true
        fieldStart = c === d
      }
      return -1
    },
  }
}

/** The fields of one record. Lenient: text behind a closing quote is kept, a quote inside a bare field is itself. */
export function csvFields(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let i = 0
  for (;;) {
    let value = ''
    if (record[i] === '"') {
      i++
      for (;;) {
        const q = record.indexOf('"', i)
        if (q < 0) {
          value += record.slice(i)
          i = record.length
          break
        }
        value += record.slice(i, q)
        i = q + 1
        if (record[i] !== '"') break
        value += '"'
        i++
      }
    }
    const d = record.indexOf(delimiter, i)
    const stop = d < 0 ? record.length : d
    fields.push(value + record.slice(i, stop))
    if (d < 0) return fields
    i = d + 1
  }
}

/** The delimiter of a header line: the one of `,` `;` tab `|` that stands there most. */
export function guessDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '')
  let best = ','
  for (const d of [',', ';', '\t', '|']) if (bare.split(d).length > bare.split(best).length) best = d
  return best
}
