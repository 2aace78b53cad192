import { authorKey, errorCode, MoodlightError } from '@moodlight/core'
import { STATE_KINDS, type StateStore } from '@moodlight/ports'
import { secretFrom } from '@moodlight/runtime'
import type { ClusterConfig } from './config.ts'
import type { ClusterChoice } from './read.ts'

const SHORTEST_SECRET = 32

/** @throws ML_CONFIG_INVALID when there is none, or one that could be guessed */
export function installationSecret({ config, base }: Pick<ClusterChoice, 'config' | 'base'>): string {
  const secret = secretFrom(config.secret, { folder: base }).reveal()
  if (secret.length < SHORTEST_SECRET)
    throw new MoodlightError(
      'ML_CONFIG_INVALID',
      `secret: it has ${secret.length} characters and needs ${SHORTEST_SECRET}, such as \`openssl rand -hex 32\` gives.`,
    )
  return secret
}

interface Identity {
  readonly kind: 'demo' | 'own'
  /** Shows whether a secret is the one that the data was made with, without telling it. */
  readonly check: string
}

const ID = 'cluster'

/** Sample data and real data never share a cluster. */
export const kindOf = ({ sources }: Pick<ClusterConfig, 'sources'>): Identity['kind'] =>
  sources.some((source) => source.type === 'demo') ? 'demo' : 'own'

/**
 * The first service to come writes down what the store is for; all others must mean the same.
 * @throws ML_DATA_FOREIGN when the kind or the secret is another
 */
export async function sameInstallation(state: StateStore, kind: Identity['kind'], secret: string): Promise<void> {
  const mine: Identity = { kind, check: authorKey(secret, 'installation', 'check') }
  let found = (await state.get<Identity>(STATE_KINDS.installation, ID))?.value
  if (!found) {
    try {
      await state.put(STATE_KINDS.installation, ID, mine, { ifVersion: 0 })
      return
    } catch (error) {
      if (errorCode(error) !== 'ML_STATE_CONFLICT') throw error
      found = (await state.get<Identity>(STATE_KINDS.installation, ID))?.value
    }
  }
  if (found?.check !== mine.check)
    throw new MoodlightError(
      'ML_DATA_FOREIGN',
      'The store was made under another secret: its authors would not be recognised. Give the services the secret it was made with.',
    )
  if (found.kind !== kind)
    throw new MoodlightError(
      'ML_DATA_FOREIGN',
      kind === 'demo'
        ? 'The store holds real data; sample data is never mixed with it. Choose other prefixes for topics and indices.'
        : 'The store holds sample data; real data is never mixed with it. Choose other prefixes for topics and indices.',
    )
}
