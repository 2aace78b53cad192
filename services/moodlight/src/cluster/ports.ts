import { resolve } from 'node:path'
import { type KafkaOptions, kafkaOptions, openKafkaLog } from '@moodlight/log-kafka'
import type { EventLog, MentionStore, StateStore } from '@moodlight/ports'
import { Scope, secretFrom } from '@moodlight/runtime'
import { type ElasticsearchOptions, elasticsearchOptions, openElasticsearchStore } from '@moodlight/store-elasticsearch'
import type { ClusterChoice } from './read.ts'

/** The ports of a cluster, opened. */
export interface ClusterPorts {
  readonly log: EventLog
  readonly store: MentionStore
  readonly state: StateStore
  /** Makes everything that was applied before findable, with stories and changes. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Stories and numbered changes are kept by the instances of index, one at a time; `onError` hears of what is tried again. */
export type Keeping = { readonly keeps: false } | { readonly keeps: true; readonly onError: (error: unknown) => void }

/** Opens log and store; what is missing there is made, unless the configuration says that others make it. */
export async function openPorts(choice: ClusterChoice, keeping: Keeping = { keeps: false }): Promise<ClusterPorts> {
  const scope = new Scope()
  const kafka = await scope.start(
    'log',
    () => openKafkaLog(logOptions(choice)),
    (open) => open.close(),
  )
  const elasticsearch = await scope.start(
    'store',
    () =>
      openElasticsearchStore({
        ...storeOptions(choice),
        ...(keeping.keeps ? { onError: keeping.onError } : { keepEveryMs: 0 }),
      }),
    (open) => open.close(),
  )
  const { store, state } = elasticsearch
  return { log: kafka.log, store, state, settle: () => elasticsearch.settle(), close: () => scope.stop() }
}

/** Paths of files in a configuration are meant from where it lies, as are those of secrets. */
export function logOptions({ config, base }: ClusterChoice): KafkaOptions {
  const { type: _, tls, ...log } = config.log
  return kafkaOptions({ ...log, ...(tls && { tls: from(base, tls) }) }, (ref) => secretFrom(ref, { folder: base }))
}

export function storeOptions({ config, base }: ClusterChoice): ElasticsearchOptions {
  const { type: _, tls, ...store } = config.store
  return elasticsearchOptions({ ...store, ...(tls && { tls: from(base, tls) }) }, (ref) =>
    secretFrom(ref, { folder: base }),
  )
}

function from<T extends Readonly<Record<string, string | undefined>>>(base: string, paths: T): T {
  const whole = Object.entries(paths).map(([key, path]) => [key, path === undefined ? undefined : resolve(base, path)])
  return Object.fromEntries(whole.filter(([, path]) => path !== undefined)) as T
}
