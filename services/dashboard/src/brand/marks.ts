import type { TimelineAnswer } from '../api/contract.ts'

type Mark = TimelineAnswer['marks'][number]

const MINUTE = 60_000

/** Marks of one minute with the same text as one, with their number: a start writes one for every brand and source. */
export function groupMarks(marks: readonly Mark[]): (Mark & { count: number })[] {
  const groups = new Map<string, Mark & { count: number }>()
  for (const mark of marks) {
    const key = `${Math.floor(Date.parse(mark.at) / MINUTE)} ${mark.text}`
    groups.set(key, { ...mark, count: (groups.get(key)?.count ?? 0) + 1 })
  }
  return [...groups.values()]
}
