import { MoodlightError } from '@moodlight/core'

/** @throws ML_USAGE when it is none */
export function portOf(option: string, text: string): number {
  return numberOf(option, text, 0, 65_535)
}

/** A configuration with the port that the command line gives, where it gives one. @throws ML_USAGE */
export function withPort<C extends { readonly server: { readonly port: number } }>(config: C, text?: string): C {
  return text === undefined ? config : { ...config, server: { ...config.server, port: portOf('--port', text) } }
}

/** @throws ML_USAGE when it is no whole number in the range */
export function numberOf(option: string, text: string, least: number, most: number): number {
  const n = Number(text)
  if (text.trim() === '' || !Number.isInteger(n) || n < least || n > most)
    throw new MoodlightError('ML_USAGE', `${option} ${text}: a whole number from ${least} to ${most} is expected.`)
  return n
}
