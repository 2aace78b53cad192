import { IntentKind } from '@moodlight/core'

/** Intents as one number: bit i stands for the i-th of {@link IntentKind}. Kinds are only ever added at its end. */
export function intentBits(kinds: readonly IntentKind[]): number {
  let bits = 0
  for (const kind of kinds) bits |= 1 << IntentKind.options.indexOf(kind)
  return bits
}
