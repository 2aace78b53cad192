import { resolve } from 'node:path'
import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { out } from '../terminal.ts'

const MOST_TOLD = 20

export function moveCommand(program: Command): void {
  program
    .command('move')
    .description(
      'Brings an embedded installation into an empty cluster, and compares at the end; goes on where it stopped',
    )
    .requiredOption('--from <dir>', 'the data folder; nothing may be running on it')
    .requiredOption('--to <file>', 'the configuration of the cluster; its services must not run yet')
    .addHelpText(
      'after',
      '\nThe cluster gets the secret of the installation: the value of authorSecret in installation.json of the data folder.\n\nExample:\n  moodlight move --from data/my-bank --to cluster.yaml\n\nExit code 4 when something differs.',
    )
    .action(async ({ from, to }: { from: string; to: string }) => {
      const { readCluster } = await import('../../cluster/read.ts')
      const { moveInto } = await import('../../move/move.ts')
      const { isClusterFile } = await import('../../cluster/is-cluster-file.ts')
      if (!isClusterFile(to)) throw new MoodlightError('ML_USAGE', `${to} is not the configuration of a cluster.`)
      const problems = await moveInto(resolve(from), readCluster(to))
      for (const problem of problems.slice(0, MOST_TOLD)) out(`DIFFERS ${problem}`)
      if (problems.length > MOST_TOLD) out(`… and ${problems.length - MOST_TOLD} more`)
      if (problems.length > 0) process.exitCode = EXIT.incomplete
      else out('Nothing differs. Start the services; the old folder is as it was.')
    })
}
