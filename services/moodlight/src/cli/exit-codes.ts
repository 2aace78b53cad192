import { MoodlightError } from '@moodlight/core'

/** Exit codes of every command; documented in the help text and in docs/command-line.md. */
export const EXIT = {
  ok: 0,
  /** Something of ours broke, or a server did not answer. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** The configuration or the data folder stands in the way. */
  config: 3,
  /** Done, but not everything: records became dead letters, a check found something wrong. */
  incomplete: 4,
} as const

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof MoodlightError)) return EXIT.failed
  if (error.code === 'ML_USAGE' || error.class === 'query') return EXIT.usage
  return error.class === 'config' ? EXIT.config : EXIT.failed
}
