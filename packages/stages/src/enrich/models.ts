import { pathToFileURL } from 'node:url'
import { MoodlightError } from '@moodlight/core'
import { createIntent, type IntentModel } from '@moodlight/intent'
import { createSentiment, type SentimentModel } from '@moodlight/sentiment'

/** The models that decide labels. */
export interface Models {
  readonly sentiment: SentimentModel
  readonly intent: IntentModel
}

/** Those that come with the program. */
export function shippedModels(): Models {
  return { sentiment: createSentiment(), intent: createIntent() }
}

/**
 * The models of a module (absolute path), null: the shipped ones. A module exports `createSentiment()`, which gives a SentimentModel or
 * a promise of one, and may export `createIntent()`. @throws ML_REPLAY_MODEL
 */
export async function loadModels(module: string | null): Promise<Models> {
  const shipped = shippedModels()
  if (module === null) return shipped
  const refuse = (why: string, cause?: unknown) => new MoodlightError('ML_REPLAY_MODEL', `${module}: ${why}`, { cause })
  let exported: Record<string, unknown>
  try {
    exported = (await import(pathToFileURL(module).href)) as Record<string, unknown>
  } catch (error) {
    throw refuse(`it cannot be loaded (${error instanceof Error ? error.message : String(error)})`, error)
  }
  const make = exported['createSentiment']
  if (typeof make !== 'function') throw refuse('it exports no createSentiment()')
  const sentiment = (await make()) as SentimentModel
  if (typeof sentiment?.hash !== 'string' || typeof sentiment.score !== 'function')
    throw refuse('createSentiment() gives no model: hash and score() are missing')
  const makeIntent = exported['createIntent']
  const intent = typeof makeIntent === 'function' ? ((await makeIntent()) as IntentModel) : shipped.intent
  if (typeof intent?.hash !== 'string' || typeof intent.find !== 'function')
    throw refuse('createIntent() gives no model: hash and find() are missing')
  return { sentiment, intent }
}
