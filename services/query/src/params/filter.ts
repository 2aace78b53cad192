import { AuthorKey, IntentKind, languageCode, MoodlightError, PostId, Slug, Voice } from '@moodlight/core'
import { isZone } from '@moodlight/mood'
import type { MentionFilter } from '@moodlight/ports'
import * as z from 'zod'
import { list, repeated } from './lists.ts'
import { readTime, TimeText } from './time.ts'
import { readWords } from './words.ts'

export const Zone = z
  .string()
  .max(64)
  .refine(isZone, 'an IANA time zone such as Europe/Amsterdam')
  .describe('IANA time zone; default: that of the brand, UTC for several')

export const Language = z
  .string()
  .max(12)
  .transform((text, context) => {
    const code = languageCode(text)
    if (code) return code
    context.addIssue({ code: 'custom', message: 'a language code such as nl or nld' })
    return z.NEVER
  })

export const AnyLabel = z.enum(['negative', 'neutral', 'positive', 'unscored'])

/** Parameters by which mentions are chosen, as they stand in the query string. */
export const filterParams = {
  brand: list(Slug, 50).optional().describe('Brand ids'),
  source: list(Slug, 50).optional().describe('Source ids'),
  language: list(Language, 50).optional().describe('ISO 639-3 or two-letter codes'),
  label: list(AnyLabel, 4)
    .optional()
    .describe(`Any of ${AnyLabel.options.join(', ')}`),
  intent: list(IntentKind, 9)
    .optional()
    .describe(`Mentions with any of ${IntentKind.options.join(', ')}`),
  voice: list(Voice, 6)
    .optional()
    .describe(`Any of ${Voice.options.join(', ')}`),
  author: list(AuthorKey, 50).optional().describe('Author keys'),
  site: list(z.string().max(255), 50).optional().describe('Hosts without www.'),
  story: repeated(PostId, 50).optional().describe('Story ids; repeat the parameter for several'),
  certainty: z.enum(['sure', 'unsure', 'any']).default('sure'),
  words: repeated(z.string().max(500), 10)
    .optional()
    .describe('Words and "quoted phrases"; all must stand in the text'),
}

export const rangeParams = {
  from: TimeText.optional(),
  to: TimeText.optional(),
  zone: Zone.optional(),
}

const FilterParams = z.object({ ...filterParams, ...rangeParams })
export type FilterParams = z.output<typeof FilterParams>

/** The filter for the store, times read. `echo` is what the answer says that it understood. */
export function readFilter(params: FilterParams, now: number, zone: string) {
  const words = params.words ? readWords(params.words) : undefined
  if (words === null) throw invalid('words', 'up to 20 words or "quoted phrases", at least one letter or digit in each')
  const from = params.from === undefined ? undefined : readTime(params.from, 'from', now, zone)
  const to = params.to === undefined ? undefined : readTime(params.to, 'to', now, zone)
  if (from !== undefined && to !== undefined && from >= to) throw invalid('from', 'must be before to')
  const filter: MentionFilter = {
    ...(params.brand?.length && { brands: params.brand }),
    ...(params.source?.length && { sources: params.source }),
    ...(params.language?.length && { languages: params.language }),
    ...(params.label?.length && { labels: params.label }),
    ...(params.intent?.length && { intents: params.intent }),
    ...(params.voice?.length && { voices: params.voice }),
    ...(params.author?.length && { authors: params.author }),
    ...(params.site?.length && { sites: params.site.map((site) => site.toLowerCase().replace(/^www\./, '')) }),
    ...(params.story?.length && { stories: params.story }),
    ...(params.certainty !== 'any' && { certainty: params.certainty }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(words && { words: words.phrases }),
  }
  return { filter, echo: echoOf(filter, params, words?.parts) }
}

function echoOf(filter: MentionFilter, params: FilterParams, words: readonly string[] | undefined) {
  const { brands, sources, languages, labels, intents, voices, authors, sites, stories, from, to } = filter
  return {
    ...(brands && { brand: brands }),
    ...(sources && { source: sources }),
    ...(languages && { language: languages }),
    ...(labels && { label: labels }),
    ...(intents && { intent: intents }),
    ...(voices && { voice: voices }),
    ...(authors && { author: authors }),
    ...(sites && { site: sites }),
    ...(stories && { story: stories }),
    certainty: params.certainty,
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
    ...(words && { words }),
  }
}

/** A parameter at fault, told as the validation tells it. */
export function invalid(field: string, message: string): MoodlightError {
  return new MoodlightError('ML_QUERY_INVALID', `${field}: ${message}`, { details: { fields: [{ field, message }] } })
}
