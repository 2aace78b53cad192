import { MoodlightError, systemClock } from '@moodlight/core'
import type { MentionStore, StateStore } from '@moodlight/ports'
import { Applier } from './apply/apply.ts'
import { beginGeneration, dropGeneration, switchGeneration } from './apply/generations.ts'
import { checkTokens, readMeta } from './apply/meta.ts'
import { PurgeBook } from './apply/purge-book.ts'
import { Connection } from './client/connection.ts'
import { namesOf } from './client/names.ts'
import { factId } from './documents/fact-document.ts'
import { Keeping } from './keeping.ts'
import { erase } from './mend/erase.ts'
import { expire } from './mend/expire.ts'
import { recount } from './mend/recount.ts'
import type { ElasticsearchOptions } from './options.ts'
import { prepareIndices } from './prepare-indices.ts'
import { countRows } from './query/counts.ts'
import { findAuthors, readChanges, readGenerations, readHoles, readJournal, readStats } from './query/facts.ts'
import { readAuthor, readEvent, readMention } from './query/hydrate.ts'
import { listMentions, listPosts } from './query/lists.ts'
import { countSpread } from './query/spread.ts'
import { listStories, unscoredReasons } from './query/stories.ts'
import { elasticsearchStateStore } from './state/state-store.ts'
import { finishIntents } from './state/writes.ts'
import { type Shared, Stamps } from './store.ts'

export interface OpenElasticsearchStore {
  readonly store: MentionStore
  readonly state: StateStore
  /** Makes all that was applied before findable, with stories, votes and changes: for tests, exports and before a switch. */
  settle(): Promise<void>
  /** Whether the cluster serves us now. */
  check(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}

const KEEP_EVERY_MS = 1000

/**
 * Opens the store of a cluster; any number of instances may.
 * @throws ML_STORE_UNAVAILABLE, ML_STORE_REFUSED, ML_STORE_TOKENS
 */
export async function openElasticsearchStore(options: ElasticsearchOptions): Promise<OpenElasticsearchStore> {
  const { clock = systemClock, keepEveryMs = KEEP_EVERY_MS, mend = false, onError = () => {} } = options
  const es = new Connection(options)
  const names = namesOf(options.indexPrefix)
  try {
    await prepareIndices({ es, names, spreading: options }, options)
    const found = await readMeta({ es, names })
    if (!found) throw new MoodlightError('ML_STORE_REFUSED', `the index ${names.facts} has lost its own record`)
    if (!mend) checkTokens(found.meta)
    const shared: Shared = {
      es,
      names,
      clock,
      spreading: options,
      purges: new PurgeBook(),
      stamps: new Stamps(clock),
      meta: found.meta,
      heard: new Map(),
    }
    await finishIntents(shared)
    const keeping = new Keeping(shared)
    if (keepEveryMs > 0) keeping.start(keepEveryMs, onError)
    let closing: Promise<void> | null = null
    const close = () => (closing ??= keeping.stop().then(() => es.close()))
    return {
      store: mentionStore(shared, keeping, close),
      state: elasticsearchStateStore(shared, close),
      settle: () => keeping.settle(),
      check: () => check(shared),
      close,
    }
  } catch (error) {
    await es.close()
    throw error
  }
}

function mentionStore(s: Shared, keeping: Keeping, close: () => Promise<void>): MentionStore {
  const applier = new Applier(s)
  return {
    apply: (batch) => applier.apply(batch),
    mentions: (filter, page) => listMentions(s, filter, page),
    mention: (id) => readMention(s, id),
    post: (id, generation) => readEvent(s, id, generation),
    posts: (range, page) => listPosts(s, range, page),
    counts: (query) => countRows(s, query),
    authors: async (filter) => (await countSpread(s, filter)).authors,
    spread: (filter) => countSpread(s, filter),
    stories: (query) => listStories(s, query),
    unscored: (query) => unscoredReasons(s, query),
    holes: (range) => readHoles(s, range),
    journal: (range) => readJournal(s, range),
    changes: (after, limit) => readChanges(s, after, limit),
    author: (key) => readAuthor(s, key),
    findAuthors: (handleOrName, network) => findAuthors(s, handleOrName, network),
    erase: (what) => erase(s, what),
    async recount(options = {}) {
      await keeping.settle()
      return recount(s, options)
    },
    expire: (retention) => expire(s, retention),
    stats: () => readStats(s),
    generations: () => readGenerations(s),
    beginGeneration: () => beginGeneration(s),
    switchGeneration: (generation, by) => switchGeneration(s, generation, by, () => keeping.settle()),
    dropGeneration: (generation) => dropGeneration(s, generation),
    close,
  }
}

/** Reads a document of ours, once: what answers that serves us. Trouble with indices of others does not matter. */
async function check(s: Shared): Promise<{ ok: boolean; detail: string }> {
  try {
    const path = `/${s.names.facts}/_doc/${factId.meta}`
    await s.es.ask({ method: 'GET', path, once: true })
    return { ok: true, detail: 'Elasticsearch answers' }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) }
  }
}
