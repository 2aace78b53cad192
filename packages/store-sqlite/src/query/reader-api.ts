import type { AuthorEvent, Hole, PostMentions } from '@moodlight/core'
import type { Change, Generations, JournalEntry, MentionStore, StoreStats } from '@moodlight/ports'
import { storeError } from '../db/sqlite-error.ts'
import type { DocumentRow } from '../state/documents.ts'
import { countDocuments, listDocuments, readDocument } from '../state/read.ts'
import { countRows } from './counts.ts'
import { findAuthors, readChanges, readGenerations, readHoles, readJournal, readStats } from './facts.ts'
import { readAuthor, readEvent, readMention } from './hydrate.ts'
import { countSpread, listMentions, listPosts } from './lists.ts'
import { createReader } from './reader.ts'
import { listStories, unscoredReasons } from './stories.ts'

type Reading = Pick<
  MentionStore,
  'mentions' | 'mention' | 'posts' | 'counts' | 'authors' | 'spread' | 'stories' | 'unscored' | 'findAuthors'
>

/** What a reader thread answers to. */
export type ReaderApi = Reading & {
  post(id: string, generation?: number): Promise<PostMentions | null>
  holes(range: { from: number; to: number; sources?: readonly string[] }): Promise<readonly Hole[]>
  journal(range: { from: number; to: number }): Promise<readonly JournalEntry[]>
  changes(after: number, limit: number): Promise<readonly Change[]>
  author(key: string): Promise<AuthorEvent | null>
  stats(): Promise<StoreStats>
  generations(): Promise<Generations>
  document(kind: string, id: string): Promise<DocumentRow | null>
  documents(kind: string, page: { limit: number; after?: string; prefix?: string }): Promise<readonly DocumentRow[]>
  documentCount(kind: string): Promise<number>
  close(): Promise<void>
}

/** Opens a reading connection on a file that the writer has opened. */
export function createReaderApi(file: string): ReaderApi {
  const r = createReader(file)
  const api: ReaderApi = {
    mentions: (filter, page) => listMentions(r, filter, page),
    mention: async (id) => readMention(r, id),
    post: async (id, generation) => readEvent(r, id, generation),
    posts: (range, page) => listPosts(r, range, page),
    counts: (query) => countRows(r, query),
    authors: async (filter) => (await countSpread(r, filter)).authors,
    spread: (filter) => countSpread(r, filter),
    stories: (query) => listStories(r, query),
    unscored: (query) => unscoredReasons(r, query),
    holes: async (range) => readHoles(r, range),
    journal: async (range) => readJournal(r, range),
    changes: async (after, limit) => readChanges(r, after, limit),
    author: async (key) => readAuthor(r, key),
    findAuthors: async (handleOrName, network) => findAuthors(r, handleOrName, network),
    stats: async () => readStats(r),
    generations: async () => readGenerations(r),
    document: async (kind, id) => readDocument(r.q, kind, id),
    documents: async (kind, page) => listDocuments(r.q, kind, page),
    documentCount: async (kind) => countDocuments(r.q, kind),
    close: async () => {
      if (r.db.isOpen) r.db.close()
    },
  }
  return coded(api, file)
}

/** Errors of SQLite leave as errors of the house. */
export function coded<T extends object>(api: T, file: string): T {
  const wrapped = Object.entries(api).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (method as (...a: unknown[]) => unknown)(...args)
      } catch (error) {
        throw storeError(error, file)
      }
    },
  ])
  return Object.fromEntries(wrapped) as T
}
