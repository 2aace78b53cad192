export * from './config.ts'
export { parseFeedDate } from './feed-date.ts'
export { type FeedsOptions, feedsConnector } from './feeds/connector.ts'
export { fileConnector } from './file/connector.ts'
export { type FileBatch, formatOf, readPostFile } from './file/read-file.ts'
export { AddressGuard, type ResolveAll } from './net/guard.ts'
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
export { SecretRef } from './secret-ref.ts'
export { parseTime } from './time.ts'
export * from './wait.ts'
export { type HookAnswer, type HookRequest, type WebhookConnector, webhookConnector } from './webhook/connector.ts'
export { type HookListener, type HookListenerOptions, isLoopback, listenForHooks } from './webhook/listener.ts'
