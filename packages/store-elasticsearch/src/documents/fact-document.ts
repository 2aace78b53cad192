import { documentId } from '../client/names.ts'

/** Ids of documents in the facts index. */
export const factId = {
  engagement: (post: string) => documentId(`engagement/${post}`),
  author: (key: string) => `author/${key}`,
  hole: (id: string) => documentId(`hole/${id}`),
  purge: (author: string) => `purge/${author}`,
  source: (source: string) => `source/${source}`,
  settings: (version: number) => `settings/${version}`,
  journal: (of: string) => documentId(`journal/${of}`),
  changes: (first: number) => `changes/${first}`,
  clock: 'clock',
  meta: 'meta',
  keeper: 'keeper',
} as const

export interface EngagementFact {
  readonly kind: 'engagement'
  readonly id: string
  readonly source: string
  readonly at: number
  readonly stamp: number
  /** Text of the counts. */
  readonly json: string
}

export interface AuthorFact {
  readonly kind: 'author'
  readonly id: string
  readonly network: string
  readonly handle?: string
  readonly name?: string
  /** seenAt */
  readonly at: number
  readonly json: string
}

export interface HoleFact {
  readonly kind: 'hole'
  readonly id: string
  readonly source: string
  readonly from: number
  readonly to?: number
  readonly stamp: number
  readonly json: string
}

export interface JournalFact {
  readonly kind: 'journal'
  readonly at: number
  /** Order among equal times. */
  readonly n: number
  readonly what: string
  readonly ref: string
  readonly text: string
  readonly by: string
}

export interface PurgeFact {
  readonly kind: 'purge'
  readonly id: string
  /** until */
  readonly to: number
  readonly at: number
  /** Number of the purge: instances read those after the last one they know. */
  readonly n: number
  readonly stamp: number
}

export interface SettingsFact {
  readonly kind: 'settings'
  readonly id: string
  readonly at: number
  readonly stamp: number
}

/** The newest time heard of a source; `version` of the document is that time, so that the greatest wins by itself. */
export interface SourceFact {
  readonly kind: 'source'
  readonly id: string
  readonly at: number
}

export interface ClockFact {
  readonly kind: 'clock'
  readonly at: number
}

/** Changes `n` … `last`, as JSON text of [time, kind, ref][]. */
export interface ChangesFact {
  readonly kind: 'changes'
  readonly n: number
  readonly last: number
  /** The latest time in it. */
  readonly at: number
  readonly json: string
}

/** What the store knows of itself, as JSON text of {@link Meta}. */
export interface MetaFact {
  readonly kind: 'meta'
  readonly json: string
}

export interface Meta {
  readonly generations: readonly number[]
  readonly active: number
  /** The greatest number ever given, so that none comes again; absent: 1. */
  readonly last?: number
  /** Stamp of the moment when the active one became active; absent: it always was. */
  readonly since?: number
  /** Number of the newest purge. */
  readonly purges: number
  /** `hash version` of all models that have labelled. */
  readonly models: readonly string[]
  readonly tokenVersion: number
}
