export { carriedOver, carriedPost, takenBy } from './carry-over.ts'
export { type Cursor, readCursor, writeCursor } from './cursor.ts'
export { checkPlace, documentText } from './documents.ts'
export { horizonOf } from './horizon.ts'
export { intentBits } from './intent-bits.ts'
export { checkBuckets, checkLimit } from './limits.ts'
export { compareIds, compareNewest, type Place } from './order.ts'
export { pinned, repinned } from './pin-time.ts'
export { preparePost, streamOf } from './post.ts'
export {
  authorOver,
  type Deletion,
  deletionOver,
  engagementOver,
  type HeardCounts,
  holeOver,
  holeText,
  type Precedence,
} from './precedence.ts'
export { foldName, prepare } from './prepare.ts'
export type { PersonLabel, Prepared, PreparedMention, PreparedPost } from './prepared.ts'
export { settingsText } from './settings-text.ts'
export { storedEvent } from './stored-event.ts'
export { MAX_DISTANCE, STORY_GAP_MS, sameContent } from './stories.ts'
