import { createHash } from 'node:crypto'
import { MoodlightError } from '@moodlight/core'
import type { Topic } from '@moodlight/ports'
import { TOPICS } from './layout.ts'

/** Names a log among all: positions of another cluster, or another prefix, mean nothing here. */
export const logName = (clusterId: string, prefix: string): string =>
  createHash('sha256').update(`${clusterId}\u0000${prefix}`).digest('hex').slice(0, 10)

/** `<log>-<topic>-<offset>.<offset>…` in base 36, the offset that comes next in every partition: letters, digits, dashes, dots. */
export const tailId = (log: string, topic: Topic, next: readonly number[]): string =>
  `${log}-${TOPICS.indexOf(topic)}-${next.map((n) => n.toString(36)).join('.')}`

/** null: an id of this topic, but of another log or another number of partitions. @throws ML_QUERY_CURSOR when it is none */
export function parseTailId(id: string, log: string, topic: Topic, partitions: number): number[] | null {
  const match = /^([0-9a-z]{1,16})-(\d)-([0-9a-z]{1,11}(?:\.[0-9a-z]{1,11})*)$/.exec(id)
  if (!match || Number(match[2]) !== TOPICS.indexOf(topic))
    throw new MoodlightError('ML_QUERY_CURSOR', 'this is not an id of this topic')
  const next = match[3]!.split('.').map((n) => Number.parseInt(n, 36))
  return match[1] !== log || next.length !== partitions ? null : next
}
