import { readFileSync } from 'node:fs'
import { parseConfig } from '@moodlight/runtime'
import * as z from 'zod'

const KAFKA = z.looseObject({ log: z.looseObject({ type: z.literal('kafka') }) })

/** true when the file says that its log is Kafka; a file that cannot be read is none (whoever needs it will say so). */
export function isClusterFile(path: string | undefined): path is string {
  if (path === undefined) return false
  try {
    return parseConfig(readFileSync(path, 'utf8'), KAFKA).ok
  } catch {
    return false
  }
}
