import {
  feedsConnector,
  fileConnector,
  kindOf,
  type SourceConfig,
  type WebhookConnector,
  webhookConnector,
} from '@moodlight/connectors'
import { type Clock, MoodlightError, type Secret, type SecretRef } from '@moodlight/core'
import { demoConnector } from '@moodlight/demo'
import type { Connector } from '@moodlight/ports'
import type { SourceFacts } from '@moodlight/stages'

export interface Created {
  readonly connector: Connector
  readonly facts: SourceFacts
  readonly type: SourceConfig['type']
  /** The same connector, where it is one that posts are pushed to. */
  readonly hook: WebhookConnector | null
}

export interface CreateOptions {
  readonly clock: Clock
  /** Reads a secret from where the configuration says it is. @throws ML_CONFIG_INVALID when it is not there. */
  readonly secret: (ref: SecretRef) => Secret
}

/** The connector of one configured source. @throws ML_CONFIG_INVALID */
export function createSource(config: SourceConfig, options: CreateOptions): Created {
  const hook = config.type === 'webhook' ? webhookConnector(config, config.secrets.map(options.secret)) : null
  const connector = hook ?? create(config)
  const { source, network, sourceKind } = connector
  const facts = { source, network, sourceKind, keep: config.keep, retentionDays: config.retentionDays }
  return { connector, facts, type: config.type, hook }
}

function create(config: SourceConfig): Connector {
  switch (config.type) {
    case 'file':
      return fileConnector(config)
    case 'feeds':
      return feedsConnector(config)
    case 'demo': {
      const { id: source, part, seed, historyDays } = config
      const connector = demoConnector({ source, part, seed, historyDays })
      return config.kind === undefined ? connector : { ...connector, sourceKind: kindOf(config) }
    }
    case 'webhook':
      throw new MoodlightError('ML_INTERNAL', 'a webhook is made with its secrets')
  }
}
