import { createIntent } from '@moodlight/intent'
import { createSentiment } from '@moodlight/sentiment'
import { modelHash } from '@moodlight/stages'
import { TOKEN_VERSION } from '@moodlight/text'

/** One name for all models that label, and for the version of the tokens they read. */
export function modelsInUse(): string {
  return `${modelHash({ sentiment: createSentiment(), intent: createIntent() })}/${TOKEN_VERSION}`
}
