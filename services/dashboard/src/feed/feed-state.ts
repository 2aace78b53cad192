import type { MentionView } from '../api/contract.ts'

/** One post with its mentions that passed the filter: a feed shows a post once, however many brands it names. */
export interface Item {
  readonly post: string
  readonly mentions: readonly MentionView[]
  /** Came in over the live line after the page was opened. */
  readonly live: boolean
  readonly removed: boolean
}

export interface FeedState {
  readonly shown: readonly Item[]
  /** Newer ones that wait, so that the line being read does not move; newest first. */
  readonly pending: readonly Item[]
  readonly pendingOverflow: boolean
  /** Rises with every release, so that the view can tell new items from old ones. */
  readonly arrivals: number
}

export const EMPTY_FEED: FeedState = { shown: [], pending: [], pendingOverflow: false, arrivals: 0 }

const MOST_SHOWN = 300
const MOST_PENDING = 200

function withMention(item: Item, mention: MentionView): Item {
  const known = item.mentions.some((one) => one.brand === mention.brand)
  const mentions = known
    ? item.mentions.map((one) => (one.brand === mention.brand ? mention : one))
    : [...item.mentions, mention]
  return { ...item, mentions, removed: false }
}

function mergeInto(items: readonly Item[], mention: MentionView): readonly Item[] | null {
  const at = items.findIndex((item) => item.post === mention.post)
  if (at < 0) return null
  return items.map((item, i) => (i === at ? withMention(item, mention) : item))
}

const itemOf = (mention: MentionView, live: boolean): Item => ({
  post: mention.post,
  mentions: [mention],
  live,
  removed: false,
})

/** Adds stored mentions (newest first) below what is shown; those already there are only renewed. */
export function addStored(state: FeedState, mentions: readonly MentionView[]): FeedState {
  let shown = state.shown
  for (const mention of mentions) shown = mergeInto(shown, mention) ?? [...shown, itemOf(mention, false)]
  return { ...state, shown }
}

/** The newest page, read again while there is less than a page: history that was filled in meanwhile takes its place by time. */
export function refill(state: FeedState, mentions: readonly MentionView[]): FeedState {
  const fresh = addStored(EMPTY_FEED, mentions).shown
  const known = new Map(state.shown.map((item) => [item.post, item]))
  const inPage = new Set(fresh.map((item) => item.post))
  const shown = [
    ...state.shown.filter((item) => !inPage.has(item.post)),
    ...fresh.map((item) => ({ ...item, live: known.get(item.post)?.live ?? false })),
  ]
  return { ...state, shown: shown.sort((a, b) => b.mentions[0]!.at.localeCompare(a.mentions[0]!.at)) }
}

/** Takes in one live mention. With `hold` it waits; an edit of a shown post takes its place without moving anything. */
export function addLive(state: FeedState, mention: MentionView, hold: boolean): FeedState {
  const inShown = mergeInto(state.shown, mention)
  if (inShown !== null) return { ...state, shown: inShown }
  const inPending = mergeInto(state.pending, mention)
  if (inPending !== null) return { ...state, pending: inPending }
  const item = itemOf(mention, true)
  if (!hold) {
    return { ...state, shown: [item, ...state.shown].slice(0, MOST_SHOWN), arrivals: state.arrivals + 1 }
  }
  const pending = [item, ...state.pending]
  return {
    ...state,
    pending: pending.slice(0, MOST_PENDING),
    pendingOverflow: state.pendingOverflow || pending.length > MOST_PENDING,
  }
}

/** Lets the waiting ones in. After an overflow the feed has to be loaded again instead, or it would hide a gap. */
export function release(state: FeedState): FeedState {
  if (state.pending.length === 0) return state
  return {
    shown: [...state.pending, ...state.shown].slice(0, Math.max(MOST_SHOWN, state.shown.length)),
    pending: [],
    pendingOverflow: false,
    arrivals: state.arrivals + state.pending.length,
  }
}

/**
 * A post was deleted or is no longer about a watched brand: shown ones keep their place, but not their text. With `brands`
 * only the mentions of these are gone.
 */
export function retract(state: FeedState, post: string, brands: readonly string[] | null): FeedState {
  const without = (item: Item): Item | null => {
    if (item.post !== post) return item
    const left = brands === null ? [] : item.mentions.filter((mention) => !brands.includes(mention.brand))
    return left.length === 0 ? null : { ...item, mentions: left }
  }
  return {
    ...state,
    shown: state.shown.map((item) => without(item) ?? { ...item, mentions: item.mentions.map(blank), removed: true }),
    pending: state.pending.map(without).filter((item) => item !== null),
  }
}

function blank(mention: MentionView): MentionView {
  return {
    ...mention,
    text: '',
    title: null,
    url: null,
    author: null,
    matches: [],
    sentiment: { ...mention.sentiment, evidence: [] },
  }
}
