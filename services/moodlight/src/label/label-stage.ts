import { ok } from '@moodlight/core'
import { createDetector } from '@moodlight/language'
import type { Stage } from '@moodlight/pipeline'
import type { LogRecord } from '@moodlight/ports'
import { createSentiment } from '@moodlight/sentiment'
import { type LabelDefaults, labelLine } from './label-line.ts'

/** Lines become labelled lines. A record's value is a JSON line, its key the id to use where the line has none. */
export function labelStage(defaults: LabelDefaults): Stage<LogRecord, string> {
  const analysers = { detector: createDetector(), sentiment: createSentiment() }
  return {
    name: 'label',
    run: async (batch) =>
      batch.map(({ key, value }) => ok(JSON.stringify(labelLine(analysers, value, idFrom(key), defaults)))),
  }
}

/** Ids made from line numbers are numbers, also after their way through a key. */
export const idFrom = (key: string): string | number => (/^\d+$/.test(key) ? Number(key) : key)
