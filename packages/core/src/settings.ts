import * as z from 'zod'
import { Slug } from './ids.ts'
import { LanguageCode } from './language-code.ts'
import { Millis } from './time.ts'
import { EnrichmentVersion } from './version.ts'

const Term = z.string().trim().min(1).max(200)

/** One spelling of a brand. Every flag has a default, so that a plain string will do in YAML. */
export const BrandName = z.object({
  text: Term,
  /** Only in texts of these languages; empty: in all. */
  languages: z.array(LanguageCode).default([]),
  /** Upper and lower case must be as written (`ING`, not `ing`). */
  exactCase: z.boolean().default(false),
  /** The word is ambiguous: without a context word nearby the match is unsure. */
  needsContext: z.boolean().default(false),
  /** Also inside Dutch and German compounds (`ING-app`, `Rabopas`): true for names that are hardly ever a part of other words. */
  compounds: z.boolean().default(false),
})
export type BrandName = z.infer<typeof BrandName>

/** A post that somebody judged: whether the ambiguous name in it is this brand. */
export const BrandExample = z.object({ text: z.string().trim().min(1).max(5000), about: z.boolean() })
export type BrandExample = z.infer<typeof BrandExample>

/** What is watched. */
export const Brand = z.object({
  id: Slug,
  /** As shown to people. */
  label: z.string().trim().min(1).max(100),
  /** Spellings; a plain string stands for a name without flags. */
  names: z
    .array(z.union([Term.transform((text) => BrandName.parse({ text })), BrandName]))
    .max(200)
    .default([]),
  /** Handles in texts (`@abnamro`), without the sign. A handle at the head of a reply is addressed, not named. */
  handles: z.array(Term).max(100).default([]),
  hashtags: z.array(Term).max(100).default([]),
  /** Words that make an unsure match sure when within `contextWithin` words (or in the thread). */
  context: z.array(Term).max(1000).default([]),
  contextWithin: z.int().min(1).max(200).default(20),
  /** Words that refuse a match of a `needsContext` name when within `contextWithin` words. */
  notContext: z.array(Term).max(1000).default([]),
  /**
   * Marked posts with a `needsContext` name, about the brand and not: from five of each on they teach which words around the name
   * speak for it, and decide in place of the nearest context word. Fifty help, a few hundred do it well.
   */
  examples: z.array(BrandExample).max(2000).default([]),
  /** Phrases that swallow the name inside them (`ING Marathon` for another brand, `orange juice`). */
  blocked: z.array(Term).max(200).default([]),
  /** The brand's own accounts, `network:handle`; their posts are shown and kept out of the mood. */
  ownAccounts: z.array(z.string().max(200)).max(200).default([]),
  staffAccounts: z.array(z.string().max(200)).max(1000).default([]),
  rivals: z.array(Slug).max(50).default([]),
  parent: Slug.nullable().default(null),
  /** IANA time zone in which this brand's hours and days are counted. */
  zone: z.string().max(64).default('Europe/Amsterdam'),
  /** The brand team's own colour, for charts; never for the mood. */
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .nullable()
    .default(null),
  paused: z.boolean().default(false),
})
export type Brand = z.infer<typeof Brand>

/** One change of settings: what is put (the whole value) or removed (null). */
export const SettingsChange = z.object({
  kind: z.enum(['brand', 'source', 'rule', 'option']),
  id: z.string().min(1).max(100),
  value: z.unknown().nullable(),
})

/** The value of the `option` by which all that follows is labelled for another generation. */
export const GenerationChange = z.object({
  generation: z.int().min(1),
  enrichmentVersion: EnrichmentVersion,
  /** Path of a module whose models label; null: the shipped ones. */
  model: z.string().nullable(),
})
export type GenerationChange = z.infer<typeof GenerationChange>

/** What was changed, by whom; versions rise by one. Broadcast to all partitions, followed by every service. */
export const SettingsEvent = z.object({
  type: z.literal('settings'),
  v: z.literal(1),
  version: z.int().min(1),
  at: Millis,
  by: z.string().max(200),
  changes: z.array(SettingsChange).max(10_000),
})
export type SettingsEvent = z.infer<typeof SettingsEvent>
