import { setTimeout as pause } from 'node:timers/promises'
import type { Leaders } from '../../packages/log-kafka/test/leaders.ts'
import { type Memory, residentMib } from './fault-report.ts'
import type { Process } from './services-rig.ts'

/** Looks who leads again and again: `stop` tells how often that changed, over all partitions. */
export function watchLeaders(leaders: Leaders): { stop(): Promise<number> } {
  let on = true
  let moves = 0
  const watching = (async () => {
    let last: ReadonlyMap<string, number> = new Map()
    while (on) {
      const now = await leaders.now().catch(() => last)
      for (const [partition, leader] of now) if (leader >= 0 && leader !== (last.get(partition) ?? leader)) moves++
      last = now
      await pause(1000)
    }
  })()
  return {
    async stop() {
      on = false
      await watching
      return moves
    },
  }
}

/** Memory of the running processes, from now to `stop`. */
export function watchMemory(slots: readonly { service: string; process: Process | null }[]): { stop(): Memory[] } {
  const all = slots.map(({ service, process }, i) => {
    const name = `${service} ${slots.slice(0, i + 1).filter((slot) => slot.service === service).length}`
    const now = residentMib(process?.child.pid) ?? 0
    return { name, pid: process?.child.pid, before: now, most: now }
  })
  const timer = setInterval(() => {
    for (const one of all) one.most = Math.max(one.most, residentMib(one.pid) ?? 0)
  }, 2000)
  return {
    stop() {
      clearInterval(timer)
      return all.map(({ name, pid, before, most }) => ({
        process: name,
        before,
        after: residentMib(pid) ?? 0,
        most,
      }))
    },
  }
}
