import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_MS = 100
const LONGEST_MS = 10_000

/** Waits before try `n` (from 1): doubled each time up to ten seconds, of which a random half to whole is waited. */
export function backOff(n: number): Promise<void> {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (n - 1))
  return sleep(most / 2 + Math.random() * (most / 2))
}
