/** The levels of DESIGN: an arrow may only point to a lower one. `any` marks what only tests may use. */
export const LEVELS: Readonly<Record<string, number>> = {
  core: 0,
  ports: 1,
  api: 1,
  text: 1,
  pipeline: 2,
  runtime: 2,
  servers: 2,
  'store-rules': 2,
  language: 3,
  sentiment: 3,
  brands: 3,
  intent: 3,
  mood: 3,
  'log-sqlite': 3,
  'log-kafka': 3,
  'store-sqlite': 3,
  'store-elasticsearch': 3,
  connectors: 3,
  demo: 3,
  stages: 4,
  ingest: 5,
  enrich: 5,
  index: 5,
  query: 5,
  dashboard: 5,
  moodlight: 6,
}

/** Adapters: only the composition root (and tests) may name one. */
export const ADAPTERS: ReadonlySet<string> = new Set(['log-sqlite', 'log-kafka', 'store-sqlite', 'store-elasticsearch'])

/** For tests only. */
export const TEST_ONLY: ReadonlySet<string> = new Set(['testkit'])

export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  'utils',
  'util',
  'common',
  'helpers',
  'helper',
  'misc',
  'types',
])
export const MAX_LINES = 500
