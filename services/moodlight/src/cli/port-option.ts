import { MoodlightError } from '@moodlight/core'

/** @throws ML_USAGE when it is none */
export function portOf(option: string, text: string): number {
  return numberOf(option, text, 0, 65_535)
}

/** @throws ML_USAGE when it is no whole number in the range */
export function numberOf(option: string, text: string, least: number, most: number): number {
  const n = Number(text)
  if (text.trim() === '' || !Number.isInteger(n) || n < least || n > most)
    throw new MoodlightError('ML_USAGE', `${option} ${text}: a whole number from ${least} to ${most} is expected.`)
  return n
}
