import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, processStart } from '@moodlight/runtime'
import type { Part } from './folder.ts'

const LIMIT_MS = 20_000

/** Parts that still run, as far as can be told: the same process id begun at the same time. */
export function stillRunning(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ pid, started }) => isAlive(pid) && (started === null || started === processStart(pid)))
}

/** Ends what a killed `cluster up` left behind: its services first, then the servers; who does not listen is killed. */
export async function endLeftovers(parts: readonly Part[]): Promise<number> {
  const left = stillRunning(parts)
  for (const group of [left.filter((part) => part.health !== null), left.filter((part) => part.health === null)]) {
    for (const part of group) signal(part, 'SIGCONT')
    for (const part of group) signal(part, 'SIGTERM')
    const until = Date.now() + LIMIT_MS
    const alive = () => stillRunning(group)
    while (alive().length > 0 && Date.now() < until) await sleep(100)
    for (const part of alive()) signal(part, 'SIGKILL')
  }
  return left.length
}

/** Each part leads a group of its own, so that a signal reaches its children too. */
function signal({ pid }: Part, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
