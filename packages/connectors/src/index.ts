export * from './config.ts'
export { parseFeedDate } from './feed-date.ts'
export { type FeedsOptions, feedsConnector } from './feeds/connector.ts'
export { fileConnector } from './file/connector.ts'
export { type OpenedFile, openDecoded } from './file/open.ts'
export { type FileBatch, formatOf, readPostFile } from './file/read-file.ts'
export { AddressGuard, type ResolveAll } from './net/guard.ts'
export { csvEnd, csvFields, guessDelimiter } from './posts/csv.ts'
export { decoderFor } from './posts/encoding.ts'
export { itemOf } from './posts/item.ts'
export { POST_FIELDS, type PostField } from './posts/names.ts'
export {
  type ColumnMapping,
  FROM_START,
  type PostBatch,
  type ReadPostsOptions,
  type ResumePoint,
  readPosts,
} from './posts/read-posts.ts'
export { type EndFinder, lineEnd, type RawRecord, records } from './posts/records.ts'
export { parseTime } from './time.ts'
export * from './wait.ts'
export { type HookAnswer, type HookRequest, type WebhookConnector, webhookConnector } from './webhook/connector.ts'
export { type HookListener, type HookListenerOptions, isLoopback, listenForHooks } from './webhook/listener.ts'
