import type { MentionStore } from '@moodlight/ports'
import { prepare } from '@moodlight/store-rules'
import type { Threads } from './ports.ts'

const PROGRESS_EVERY_MS = 200

/** The port in the caller's thread: events become rows here, so that the writer only writes. */
export function clientMentionStore(threads: () => Promise<Threads>, close: () => Promise<void>): MentionStore {
  const read: Threads['read'] = async (call) => (await threads()).read(call)
  const writer = async () => (await threads()).writer
  return {
    apply: async (batch) => (batch.length === 0 ? [] : (await writer()).apply(batch.map(prepare))),
    mentions: (filter, page) => read((r) => r.mentions(filter, page)),
    mention: (id) => read((r) => r.mention(id)),
    post: (id, generation) => read((r) => r.post(id, generation)),
    posts: (range, page) => read((r) => r.posts(range, page)),
    counts: (query) => read((r) => r.counts(query)),
    authors: (filter) => read((r) => r.authors(filter)),
    spread: (filter) => read((r) => r.spread(filter)),
    stories: (query) => read((r) => r.stories(query)),
    unscored: (query) => read((r) => r.unscored(query)),
    holes: (range) => read((r) => r.holes(range)),
    journal: (range) => read((r) => r.journal(range)),
    changes: (after, limit) => read((r) => r.changes(after, limit)),
    author: (key) => read((r) => r.author(key)),
    findAuthors: (handleOrName, network) => read((r) => r.findAuthors(handleOrName, network)),
    stats: () => read((r) => r.stats()),
    erase: async (what) => (await writer()).erase({ ...what }),
    async recount(options = {}) {
      const shared = new SharedArrayBuffer(16)
      const seen = new Float64Array(shared)
      const tell = () => options.onProgress?.(seen[0]!, seen[1]!)
      const timer = options.onProgress && setInterval(tell, PROGRESS_EVERY_MS)
      try {
        const report = await (await writer()).recount(options.reindex ?? false, shared)
        tell()
        return report
      } finally {
        clearInterval(timer)
      }
    },
    generations: () => read((r) => r.generations()),
    beginGeneration: async () => (await writer()).beginGeneration(),
    switchGeneration: async (generation, by) => (await writer()).switchGeneration(generation, by),
    dropGeneration: async (generation) => (await writer()).dropGeneration(generation),
    expire: async (retention) => (await writer()).expire(retention),
    close,
  }
}
