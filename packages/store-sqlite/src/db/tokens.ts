import { MoodlightError } from '@moodlight/core'
import { TOKEN_VERSION } from '@moodlight/text'
import type { Query } from './statements.ts'

/** @throws ML_STORE_TOKENS when the index was made by another version of the tokeniser: it would find the wrong things. */
export function checkTokens(q: Query): void {
  const { token_version: stored } = q('SELECT token_version FROM totals').get() as { token_version: number }
  if (stored === TOKEN_VERSION) return
  throw new MoodlightError(
    'ML_STORE_TOKENS',
    `the index was made by version ${stored} of the tokeniser, this is version ${TOKEN_VERSION}`,
  )
}
