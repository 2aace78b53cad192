import { readFileSync } from 'node:fs'
import { type Clock, MoodlightError, type Secret, type SecretRef } from '@moodlight/core'
import type { ElasticsearchConfig } from './config.ts'

/** How a store is opened; times in milliseconds. */
export interface ElasticsearchOptions {
  readonly nodes: readonly string[]
  /** PEM text of a private authority. */
  readonly ca?: string
  readonly auth?: { readonly user: string; readonly password: Secret } | { readonly apiKey: Secret }
  readonly indexPrefix: string
  readonly shards: number
  readonly replicas: number
  readonly refresh: string
  readonly createIndices: boolean
  /** false: indices are created without leaving templates for later ones. For tests. */
  readonly createTemplates?: boolean
  readonly requestTimeoutMs: number
  readonly retryMs: number
  readonly maxInFlightBytes: number
  readonly clock?: Clock
  /** How often this instance offers to keep stories and changes; 0: only when asked by `settle`. Default 1000. */
  readonly keepEveryMs?: number
  /** Settings of indices that we create, over ours. For tests. */
  readonly indexSettings?: Readonly<Record<string, unknown>>
  /** Open although the index was made by another tokeniser, to call `recount({ reindex: true })`; `apply` is refused until then. */
  readonly mend?: boolean
  /** Told of what failed in the background, which is tried again. */
  readonly onError?: (error: unknown) => void
}

/**
 * The options that a configuration means. The authority's file is read here; relative paths are seen from the working folder.
 * @throws ML_CONFIG_INVALID when the file cannot be read, or the sign-in is half given or would go in the clear
 */
export function elasticsearchOptions(
  config: ElasticsearchConfig,
  secret: (ref: SecretRef) => Secret,
): ElasticsearchOptions {
  const { tls, user, password, apiKey } = config
  if ((user === undefined) !== (password === undefined))
    throw new MoodlightError('ML_CONFIG_INVALID', 'store: user and password belong together.')
  if (user !== undefined && apiKey !== undefined)
    throw new MoodlightError('ML_CONFIG_INVALID', 'store: sign in by user or by apiKey, not by both.')
  const local = (node: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(node).hostname)
  if ((user ?? apiKey) !== undefined && config.nodes.some((node) => node.startsWith('http:') && !local(node)))
    throw new MoodlightError('ML_CONFIG_INVALID', 'store.nodes: a sign-in over http would go in the clear; use https.')
  return {
    nodes: config.nodes,
    ...(tls?.ca !== undefined && { ca: pem(tls.ca) }),
    ...(user !== undefined && password && { auth: { user, password: secret(password) } }),
    ...(apiKey && { auth: { apiKey: secret(apiKey) } }),
    indexPrefix: config.indexPrefix,
    shards: config.shards,
    replicas: config.replicas,
    refresh: config.refresh,
    createIndices: config.createIndices,
    requestTimeoutMs: config.requestSeconds * 1000,
    retryMs: config.retrySeconds * 1000,
    maxInFlightBytes: config.maxInFlightBytes,
  }
}

function pem(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code
    throw new MoodlightError('ML_CONFIG_INVALID', `store.tls.ca: the file ${path} cannot be read (${why}).`)
  }
}
