import { MAPPINGS } from './mapping.ts'

export interface Spreading {
  readonly indexPrefix: string
  readonly shards: number
  readonly replicas: number
  readonly refresh: string
  /** false: indices are made by somebody else. */
  readonly createIndices?: boolean
  readonly indexSettings?: Readonly<Record<string, unknown>>
}

export type IndexKind = keyof typeof MAPPINGS

/** What an index of a kind is created with. Only posts are spread: the others are small, and their order matters. */
export function indexBody(kind: IndexKind, { shards, replicas, refresh, indexSettings }: Spreading) {
  return {
    settings: {
      number_of_shards: kind === 'posts' ? shards : 1,
      number_of_replicas: replicas,
      refresh_interval: refresh,
      // A write is on disk before it is acknowledged.
      'translog.durability': 'request',
      // An erasure rewrites every segment with a deletion in it, however few they are.
      'merge.policy.expunge_deletes_allowed': 0,
      ...indexSettings,
    },
    mappings: MAPPINGS[kind],
  }
}

/** Index templates by name: for generations to come, and for clusters where others create the indices. */
export function templatesOf(spreading: Spreading): ReadonlyMap<string, object> {
  const { indexPrefix } = spreading
  const one = (kind: IndexKind, pattern: string) =>
    [
      `${indexPrefix}-${kind}`,
      {
        index_patterns: [pattern],
        priority: 200,
        template: indexBody(kind, spreading),
        _meta: { description: `Moodlight: ${kind}` },
      },
    ] as const
  return new Map([
    one('posts', `${indexPrefix}-posts-g*`),
    one('facts', `${indexPrefix}-facts`),
    one('state', `${indexPrefix}-state`),
  ])
}
