import { STATE_KINDS, type StateStore } from '@moodlight/ports'
import { note, number } from '../cli/terminal.ts'

interface SourceDoc {
  readonly state: string
  readonly detail: string
}

const LOOK_MS = 500
/** On a terminal the line is written over; elsewhere one every so many looks is enough. */
const EVERY = 10

/** Shows how far the history of the sources is, until none of them is catching up any more or everything stops. */
export async function tellProgress(
  state: StateStore,
  posts: () => Promise<number>,
  stopping: AbortSignal,
): Promise<void> {
  const live = process.stderr.isTTY === true
  const started = Date.now()
  const before = await posts()
  for (let look = 0; ; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref())
    if (stopping.aborted) return
    const sources = (await state.list<SourceDoc>(STATE_KINDS.source, { limit: 1000 })).map((doc) => doc.value)
    const behind = sources.filter((source) => source.state === 'backfilling').map((source) => source.detail)
    const n = (await posts()) - before
    const rate = Math.round(n / Math.max(1, (Date.now() - started) / 1000))
    if (behind.length === 0 && (look > 3 || sources.length > 0)) {
      if (live) process.stderr.write('\r\u001b[K')
      if (n > 1000) note(`  ${number(n)} posts of history are in.`)
      return
    }
    const line = `  ${behind.sort()[0] ?? 'starting'} · ${number(n)} posts · ${number(rate)}/s`
    if (live) process.stderr.write(`\r${line}\u001b[K`)
    else if (look % EVERY === 0) note(line)
  }
}
