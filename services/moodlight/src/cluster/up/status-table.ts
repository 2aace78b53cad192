import { portOpen } from '@moodlight/servers'
import { duration, number, table } from '../../cli/terminal.ts'
import type { Part } from './folder.ts'
import { stillRunning } from './leftovers.ts'
import { quantile, type Sample, sampleOf } from './sample.ts'

/** Looks at everything that runs, and says it with what changed since the last look. */
export class StatusTable {
  readonly #last = new Map<string, { pid: number; sample: Sample }>()

  async rows(parts: readonly Part[]): Promise<readonly (readonly string[])[]> {
    return Promise.all(
      parts.map((part) => (part.health === null ? serverRow(part) : this.#serviceRow(part, part.health))),
    )
  }

  async table(parts: readonly Part[]): Promise<string> {
    return table(['', 'pid', 'state', 'posts', 'per second', 'waiting', 'end to end'], await this.rows(parts))
  }

  async #serviceRow(part: Part, health: string): Promise<readonly string[]> {
    const sample = await sampleOf(health)
    const before = this.#last.get(part.name)
    const same = before?.pid === part.pid ? before.sample : undefined
    this.#last.set(part.name, { pid: part.pid, sample })
    const seconds = same ? Math.max(0.001, (sample.at - same.at) / 1000) : 0
    const rate = same && sample.state !== 'does not answer' ? Math.round((sample.done - same.done) / seconds) : null
    return [
      part.name,
      String(part.pid),
      sample.state === 'not ready' ? `not ready (${sample.detail.slice(0, 60)})` : sample.state,
      sample.state === 'does not answer' ? '' : number(sample.done),
      rate === null ? '' : number(rate),
      sample.lag === null ? '' : number(sample.lag),
      latencies(same, sample),
    ]
  }
}

function latencies(before: Sample | undefined, now: Sample): string {
  const [half, most] = [quantile(before, now, 0.5), quantile(before, now, 0.95)]
  const told = (s: number) => (s === Number.POSITIVE_INFINITY ? 'over 60 s' : s < 1 ? `${s * 1000} ms` : duration(s))
  return half === null || most === null ? '' : `half ≤ ${told(half)}, 95 % ≤ ${told(most)}`
}

async function serverRow(part: Part): Promise<readonly string[]> {
  const alive = stillRunning([part]).length > 0
  const open = alive && part.port !== null && (await portOpen(part.port))
  return [part.name, String(part.pid), open ? 'runs' : alive ? 'does not answer' : 'has ended', '', '', '', '']
}
