export * from './builders.ts'
export { type ConnectorWorld, type ContractOptions, connectorContract } from './connector/contract.ts'
export { ConnectorHarness, type ConnectorRun, type Delivered, type RunOptions, until } from './connector/harness.ts'
export { eventLogContract } from './event-log/contract.ts'
export type { EventLogHarness, OpenedLog } from './event-log/harness.ts'
export { atomDocument, type FeedItem, jsonFeedDocument, rssDocument } from './fakes/feed-documents.ts'
export {
  type FakeAnswer,
  type FakeRequest,
  type FeedServer,
  feedCases,
  type Responder,
  startFeedServer,
} from './fakes/feed-server.ts'
export { type Answer, type SignedMessage, sendWebhook, signWebhook } from './fakes/webhook-sender.ts'
export * from './memory-log.ts'
export * from './memory-state.ts'
export { mentionStoreContract } from './mention-store/contract.ts'
export { allMentions, portDump } from './mention-store/dump.ts'
export type { MentionStoreHarness, OpenedMentionStore } from './mention-store/harness.ts'
export { type StateStoreHarness, stateStoreContract } from './state-store/contract.ts'
