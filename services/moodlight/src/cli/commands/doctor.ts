import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type SourceHealth, STATE_KINDS } from '@moodlight/ports'
import { localApi } from '@moodlight/runtime'
import type { Command } from 'commander'
import { readInstallation } from '../../installation.ts'
import { PAGE_FOLDER } from '../../root.ts'
import { EXIT } from '../exit-codes.ts'
import { settingsFor, withOperations } from '../target.ts'
import { bytes, duration, number, out } from '../terminal.ts'

/** States in which a source hears nothing and somebody has to look. */
const DEAF: readonly SourceHealth['state'][] = ['auth-failed', 'unreachable', 'disabled']

/** What ingest writes of a source, as far as it is told here. */
type SourceState = Pick<SourceHealth, 'state' | 'detail'>

/** Less free space than this is told. */
const LEAST_FREE = 1024 * 1024 * 1024

/** Records that would be lost sooner than this are told: somebody must get up. */
const LEAST_TIME_MS = 12 * 3_600_000

/** What can be told of a data folder; null when there is none yet, else whether something runs on it. */
function embedded(folder: string, say: (fine: boolean, text: string) => void): boolean | null {
  const installation = readInstallation(folder)
  if (!installation) {
    out(`      data folder: ${folder} is empty; \`up\` makes it`)
    return null
  }
  say(true, `data folder: ${folder} (${installation.kind === 'demo' ? 'sample data' : 'your own data'})`)
  const running = localApi(folder)
  out(`      ${running ? `running: process ${running.pid} at ${running.address}` : 'nothing runs on this folder'}`)
  return running !== null
}

export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Looks at everything that can go wrong and says what to do')
    .addHelpText('after', '\nExit code 4 when something is wrong.')
    .action(async (_options: unknown, command: Command) => {
      let wrong = 0
      const say = (fine: boolean, text: string) => {
        if (!fine) wrong++
        out(`${fine ? 'ok   ' : 'WRONG'} ${text}`)
      }
      const [major = 0] = process.versions.node.split('.').map(Number)
      say(
        major >= 24,
        `Node ${process.version}${major >= 24 ? '' : ': 24 is needed; start through npm, which brings it'}`,
      )
      const { config, origin, folder, cluster } = await settingsFor(command)
      say(true, `configuration: ${origin}, ${config.brands.length} brands, ${config.sources.length} sources`)
      say(existsSync(join(PAGE_FOLDER, 'index.html')), 'the page is built (npm start builds it)')
      const running = cluster || embedded(folder, say)
      if (running === null) {
        if (wrong > 0) process.exitCode = EXIT.incomplete
        return
      }
      await withOperations(command, async (operations) => {
        const { stats, lag, freeBytes, problems } = await operations.status()
        if (freeBytes !== null) say(freeBytes > LEAST_FREE, `free space: ${bytes(freeBytes)}`)
        say(true, `store: ${number(stats.posts)} posts, ${number(stats.mentions)} mentions, ${bytes(stats.bytes)}`)
        for (const group of lag) {
          const late = group.ageMs > 60_000 && group.lane === 'live'
          if (group.records > 0 || late)
            say(
              !late,
              `${group.group} is ${number(group.records)} records behind on the ${group.lane} lane, the oldest ${duration(group.ageMs / 1000)} old`,
            )
          if (group.records > 0 && group.timeToLossMs !== null)
            say(
              group.timeToLossMs > LEAST_TIME_MS,
              `${group.group} on the ${group.lane} lane: retention reaches what it has not read in ${duration(group.timeToLossMs / 1000)}`,
            )
        }
        for (const problem of problems) say(false, problem)
        if (running)
          for (const { id } of config.sources) {
            const source = await operations.state<SourceState>(STATE_KINDS.source, id)
            if (source) say(!DEAF.includes(source.state), `source ${id}: ${source.state} ${source.detail}`.trimEnd())
          }
        const letters = (await operations.deadLetters({ limit: 1000 })).filter((letter) => letter.redrivenAt === null)
        say(
          letters.length === 0,
          letters.length === 0
            ? 'no dead letters'
            : `${number(letters.length)} dead letters: moodlight dead-letters list`,
        )
      })
      if (wrong > 0) process.exitCode = EXIT.incomplete
    })
}
