import { IntentKind, type Label, MOOD_VOICES, type Voice } from '@moodlight/core'
import { intentBits, type PreparedMention } from '@moodlight/store-rules'

export const LABELS: readonly (Label | 'unscored')[] = ['negative', 'neutral', 'positive', 'unscored']
const INTENTS = IntentKind.options
export const VOICES: readonly Voice[] = ['public', 'press', 'own', 'staff', 'automated', 'advertising']

/** What a mention is filtered and counted by, in one word: `brand|label|voice|s` (sure) or `…|u` (unsure). */
export interface Told {
  readonly brand: string
  readonly label: Label | 'unscored'
  readonly voice: Voice
  readonly sure: boolean
}

export function toldOf(mention: PreparedMention): string {
  return `${mention.brand}|${kindOf(mention)}`
}

/** The same without the brand. */
export function kindOf({ label, voice, sure }: PreparedMention): string {
  return `${label}|${voice}|${sure === 1 ? 's' : 'u'}`
}

/** The intents of a mention, each with the rest of it: found with its brand and without. */
export function intentWords(mention: PreparedMention): string[] {
  return INTENTS.filter((kind) => (intentBits([kind]) & mention.intents) !== 0).flatMap((kind) => [
    `${toldOf(mention)}|${kind}`,
    `${kindOf(mention)}|${kind}`,
  ])
}

/** The inverse of {@link toldOf}; brands are slugs, so the bars divide. */
export function readTold(word: string): Told {
  const [brand, label, voice, sure] = word.split('|') as [string, Told['label'], Voice, string]
  return { brand, label, voice, sure: sure === 's' }
}

export function counts(voice: Voice): boolean {
  return MOOD_VOICES.includes(voice)
}
