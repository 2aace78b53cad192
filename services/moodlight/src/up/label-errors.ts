import { STATED_MARGIN } from '@moodlight/mood'

/** The label error per language that moods are widened by: a stated margin, until a language's models are measured. */
export function labelErrors(margin: number = STATED_MARGIN): (language: string) => { kind: 'stated'; margin: number } {
  return () => ({ kind: 'stated', margin })
}
