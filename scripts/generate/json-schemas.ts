import * as core from '@moodlight/core'
import * as z from 'zod'
import type { Generated } from './generators.ts'

/** Event name → its zod schema: what stands in topics and state, and what others may rely on. */
export const EVENTS: Readonly<Record<string, z.ZodType>> = {
  post: core.Post,
  tombstone: core.Tombstone,
  'author-purge': core.AuthorPurge,
  engagement: core.EngagementEvent,
  author: core.AuthorEvent,
  hole: core.Hole,
  tick: core.Tick,
  settings: core.SettingsEvent,
  mentions: core.PostMentions,
  'dead-letter': core.DeadLetter,
  brand: core.Brand,
}

/** JSON Schema (2020-12) of every event, from zod; `io: input` so that readers of older events may leave out what has a default. */
export function jsonSchemas(): Generated {
  const files = new Map<string, string>()
  for (const [name, schema] of Object.entries(EVENTS)) {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    files.set(
      `schemas/json/${name}.json`,
      `${JSON.stringify({ $id: `moodlight:${name}`, title: name, ...json }, null, 2)}\n`,
    )
  }
  return { files, ownsFolder: 'schemas/json' }
}
