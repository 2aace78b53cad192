import type { Millis } from '@moodlight/core'
import { STATE_KINDS, type StateDoc, type StateStore } from '@moodlight/ports'

/**
 * labelling: the stored posts are gone through. following: done with them, and with what comes. switching: asked to switch; waits for the
 * head of the log, then erasures are applied again. finishing: the new generation is the active one; what was on its way with the former
 * labels is labelled, then the former generation is dropped. done, dropped: it is over.
 */
export type ReplayPhase = 'labelling' | 'following' | 'switching' | 'finishing' | 'done' | 'dropping' | 'dropped'

export const OVER: readonly ReplayPhase[] = ['done', 'dropped']

/** The one replay there may be: the state document `replay/current`, written by whoever asks and by the one who does it. */
export interface ReplayDoc {
  readonly phase: ReplayPhase
  /** The generation being made; null until it has begun. */
  readonly generation: number | null
  readonly scope: {
    /** Only mentions of these brands are labelled anew; null: of all. */
    readonly brands: readonly string[] | null
    /** Only posts from this time on; null: all. */
    readonly from: Millis | null
  }
  /** Path of a module whose models label; null: the shipped ones. */
  readonly model: string | null
  readonly by: string
  readonly startedAt: Millis
  /** Version of the settings at the start: each later one raises the enrichment version. */
  readonly settingsVersion: number
  /** When the generation began: what was on its way by then has to be stored before posts are gone through. */
  readonly begunAt: Millis | null
  /** Up to which numbered change the new generation follows; null: not yet. */
  readonly change: number | null
  /** Where the walk over the stored posts is. */
  readonly cursor: string | null
  readonly posts: { readonly done: number; readonly total: number; readonly labelled: number; readonly kept: number }
  /** The wait for the head of the log; null while nobody waits for it, and before the store has switched. */
  readonly head: Head | null
  /** Posts and authors that had to be erased again before the switch. */
  readonly erased: number
  /** Why the last switch was not made; null: nothing to tell. */
  readonly trouble: string | null
}

/** How far the wait for the head of the log is, of a switch or after it. */
export interface Head {
  readonly asked: Millis
  /** Everything asked for by then is enriched; null: not yet. */
  readonly enriched: Millis | null
  /** Everything is stored, and changes up to this one are to be followed; null: not yet. */
  readonly goal: { readonly change: number; readonly at: Millis } | null
  /** Where the search for posts that were erased is; `end`: at its end. */
  readonly cursor: string | 'end' | null
}

export const headFrom = (asked: Millis): Head => ({ asked, enriched: null, goal: null, cursor: null })

const ID = 'current'

export function readReplay(state: StateStore): Promise<StateDoc<ReplayDoc> | null> {
  return state.get<ReplayDoc>(STATE_KINDS.replay, ID)
}

/** Writes it on the condition that nobody else has since it was read (0: there was none). @throws ML_STATE_CONFLICT */
export function writeReplay(
  state: StateStore,
  doc: ReplayDoc,
  ifVersion: number,
  lease?: { readonly name: string; readonly fence: number },
): Promise<StateDoc<ReplayDoc>> {
  return state.put(STATE_KINDS.replay, ID, doc, { ifVersion, ...(lease && { lease }) })
}
