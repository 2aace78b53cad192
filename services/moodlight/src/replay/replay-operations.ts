import { errorCode, MoodlightError } from '@moodlight/core'
import { headFrom, OVER, type ReplayDoc, readReplay, writeReplay } from '@moodlight/enrich'
import type { MentionStore, StateStore } from '@moodlight/ports'
import { loadModels } from '@moodlight/stages'
import { readBook } from '../engine/book.ts'
import { type ReplayDiff, replayDiff } from './diff.ts'

/** Names the models of the program. */
export const SHIPPED = 'shipped'

export interface ReplayRequest {
  readonly brands: readonly string[] | null
  /** Milliseconds. */
  readonly from: number | null
  /** Absolute path of a module, {@link SHIPPED}, or null: the models that are in use. */
  readonly model: string | null
}

/** How a replay stands; null when there never was one. */
export interface ReplayStatus extends Omit<ReplayDoc, 'cursor' | 'head'> {
  readonly active: number
  /** Numbered changes not yet followed; 1000 stands for more. */
  readonly behind: number
}

/** What can be asked of a replay. Asking writes the document; whoever labels (the line, or an instance of enrich) does it. */
export interface ReplayOperations {
  /** @throws ML_REPLAY_RUNNING, ML_REPLAY_MODEL, ML_NOT_FOUND for a brand that is not watched */
  start(request: ReplayRequest): Promise<ReplayStatus>
  status(): Promise<ReplayStatus | null>
  /** @throws ML_REPLAY_PHASE before the stored posts are gone through */
  diff(options: { examples: number }): Promise<ReplayDiff>
  /** @throws ML_REPLAY_PHASE */
  switch(): Promise<ReplayStatus>
  /** @throws ML_REPLAY_PHASE */
  drop(): Promise<ReplayStatus>
}

const MOST_BEHIND = 1000

interface Parts {
  readonly store: MentionStore
  readonly state: StateStore
  readonly authorSecret: string
}

export function replayOperations({ store, state, authorSecret }: Parts): ReplayOperations {
  async function tell(doc: ReplayDoc): Promise<ReplayStatus> {
    const { active } = await store.generations()
    const { cursor: _cursor, head: _head, ...rest } = doc
    const follows = doc.change !== null && !OVER.includes(doc.phase)
    const behind = follows ? (await store.changes(doc.change as number, MOST_BEHIND)).length : 0
    return { ...rest, active, behind }
  }

  /** Changes what there is, against whoever does it and writes at the same time. */
  async function ask(change: (doc: ReplayDoc) => ReplayDoc | null): Promise<ReplayStatus> {
    for (;;) {
      const found = await readReplay(state)
      if (!found || OVER.includes(found.value.phase)) throw phase('There is no replay.')
      const next = change(found.value)
      if (next === null) return tell(found.value)
      try {
        return await tell((await writeReplay(state, next, found.version)).value)
      } catch (error) {
        if (errorCode(error) !== 'ML_STATE_CONFLICT') throw error
      }
    }
  }

  return {
    async start({ brands, from, model }) {
      const book = await readBook(state)
      if (!book) throw phase('There are no settings yet: start Moodlight first.')
      const unknown = brands?.filter((id) => !book.brands.some((brand) => brand.id === id)) ?? []
      if (unknown.length > 0) throw new MoodlightError('ML_NOT_FOUND', `No brand is called ${unknown.join(', ')}.`)
      const module = model === null ? (book.model ?? null) : model === SHIPPED ? null : model
      await loadModels(module)
      const before = await readReplay(state)
      if (before && !OVER.includes(before.value.phase)) throw running(before.value)
      const doc: ReplayDoc = {
        phase: 'labelling',
        generation: null,
        scope: { brands, from },
        model: module,
        by: 'replay',
        startedAt: Date.now(),
        settingsVersion: book.versions.settingsVersion,
        begunAt: null,
        change: null,
        cursor: null,
        posts: { done: 0, total: 0, labelled: 0, kept: 0 },
        head: null,
        erased: 0,
        trouble: null,
      }
      try {
        return await tell((await writeReplay(state, doc, before?.version ?? 0)).value)
      } catch (error) {
        if (errorCode(error) === 'ML_STATE_CONFLICT') throw running(doc)
        throw error
      }
    },
    async status() {
      const found = await readReplay(state)
      return found && tell(found.value)
    },
    async diff({ examples }) {
      const doc = (await readReplay(state))?.value
      if (doc?.phase !== 'following' || doc.generation === null)
        throw phase(
          doc ? `The replay is ${doc.phase}: there is a diff once all posts are labelled.` : 'There is no replay.',
        )
      const brands = (await readBook(state))?.brands ?? []
      return replayDiff({ store, generation: doc.generation, brands, model: doc.model, secret: authorSecret, examples })
    },
    switch: () =>
      ask((doc) => {
        if (doc.phase === 'switching' || doc.phase === 'finishing') return null
        if (doc.phase !== 'following')
          throw phase(`The replay is ${doc.phase}: the switch comes once all posts are labelled.`)
        return { ...doc, phase: 'switching', head: headFrom(Date.now()), erased: 0, trouble: null }
      }),
    drop: () =>
      ask((doc) => {
        if (doc.phase === 'dropping') return null
        if (doc.phase === 'finishing') throw phase('The switch is done; the former generation is being removed.')
        return { ...doc, phase: 'dropping' }
      }),
  }
}

const phase = (text: string) => new MoodlightError('ML_REPLAY_PHASE', text)
const running = (doc: ReplayDoc) =>
  new MoodlightError(
    'ML_REPLAY_RUNNING',
    `A replay of ${new Date(doc.startedAt).toISOString()} is ${doc.phase}: switch to it or drop it first.`,
  )
