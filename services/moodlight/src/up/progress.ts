import { Progress } from '../cli/terminal.ts'
import type { Operations } from '../operations/operations.ts'

/** More waiting than this is worth a bar. */
const WORTH_TELLING = 2000

/** Shows how a long backlog (the first history, an import before) is worked off; silent when there is none. */
export async function tellProgress(operations: Pick<Operations, 'status'>): Promise<void> {
  let progress: Progress | null = null
  let quiet = 0
  let before = 0
  while (quiet < 5) {
    await new Promise((resolve) => setTimeout(resolve, 500).unref())
    const { lag, stats } = await operations.status().catch(() => ({ lag: [], stats: { posts: 0 } }))
    const left = lag.filter((group) => group.lane === 'background').reduce((sum, group) => sum + group.records, 0)
    if (left > WORTH_TELLING && !progress) {
      progress = new Progress('  history')
      before = stats.posts
    }
    quiet = left > WORTH_TELLING ? 0 : quiet + 1
    progress?.update(stats.posts - before, stats.posts - before + left, stats.posts - before)
  }
  progress?.end()
}
