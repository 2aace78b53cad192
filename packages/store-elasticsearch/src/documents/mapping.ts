/** Types of fields. Long texts and JSON are kept in the document and not indexed. */
const word = { type: 'keyword' } as const
/** Only found by, never sorted, summed or read: half the room. */
const findable = { type: 'keyword', doc_values: false } as const
/** Only read from columns, never found by. */
const column = { type: 'keyword', index: false } as const
const kept = { type: 'keyword', index: false, doc_values: false } as const
const whole = { type: 'long' } as const
const time = { type: 'date', format: 'epoch_millis' } as const

/** One document is one post id in one generation, whatever has become of it. */
const POSTS = {
  kind: word,
  id: word,
  key: word,
  v: { ...whole, index: false },
  origin: kept,
  stamp: { ...whole, index: false },
  born: whole,
  changed: { ...whole, index: false },
  gone: { type: 'boolean' },
  reason: word,
  at: time,
  source: word,
  language: word,
  author: findable,
  voter: word,
  site: word,
  brands: word,
  told: word,
  kinds: findable,
  reasons: word,
  intents: findable,
  votes: word,
  hash: word,
  sim: column,
  near: findable,
  story: word,
  reposted: word,
  // The escaped tokens hold no blanks, so that positions and words are those of the embedded store.
  stream: { type: 'text', analyzer: 'whitespace', norms: false, index_options: 'positions' },
  corrections: kept,
  json: kept,
} as const

/** Everything beside posts: counts heard of them, authors, holes, the journal, purges, changes, and what the store knows of itself. */
const FACTS = {
  kind: word,
  id: word,
  at: time,
  from: time,
  to: time,
  source: word,
  network: word,
  handle: word,
  name: word,
  what: word,
  ref: word,
  text: kept,
  by: kept,
  n: whole,
  last: whole,
  stamp: { ...whole, index: false },
  json: kept,
} as const

/** Small documents of the StateStore, and leases. */
const STATE = {
  kind: word,
  id: word,
  version: { ...whole, index: false },
  at: { ...whole, index: false },
  lease: word,
  holder: kept,
  fence: { ...whole, index: false },
  until: { ...whole, index: false },
  value: kept,
} as const

/** `strict`: a field that nobody declared is our own mistake and must not grow the mapping. */
const mapping = (properties: object) => ({ dynamic: 'strict', properties })

export const MAPPINGS = { posts: mapping(POSTS), facts: mapping(FACTS), state: mapping(STATE) } as const
