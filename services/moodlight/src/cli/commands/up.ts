import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { makeOwn, slugOf } from '../../config/own.ts'
import { chooseConfig } from '../../config/read.ts'
import { ROOT } from '../../root.ts'
import { runUp } from '../../up/up.ts'
import { withPort } from '../number-option.ts'
import { note } from '../terminal.ts'

interface UpOptions {
  readonly data?: string
  readonly config?: string
  readonly port?: string
  readonly brand?: string
}

export function upCommand(program: Command): void {
  program
    .command('up')
    .description('Starts everything in one process: sources, enrichment, store, API and page (what `npm start` does)')
    .option('--port <n>', 'port of page and API; 0: any free one')
    .option(
      '--brand <name>',
      'start with a brand of your own: makes a data folder with a configuration to edit and an inbox',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  moodlight up                          the sample data\n  moodlight up --brand "My Bank"        your own brand, in data/my-bank\n  moodlight up --data DIR --port 9000',
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<UpOptions>()
      const chosen = chooseConfig(options.brand === undefined ? options : ownBrand(options, options.brand))
      await runUp({ ...chosen, config: withPort(chosen.config, options.port) })
    })
}

function ownBrand(options: UpOptions, name: string): { data: string; config: string } {
  if (options.config !== undefined)
    throw new MoodlightError('ML_USAGE', '--brand makes a configuration; it cannot be given together with --config.')
  const data = options.data ?? join(ROOT, 'data', slugOf(name))
  const config = makeOwn(data, name)
  note(`Your brand's configuration: ${config}`)
  note(`Put files with posts into:  ${join(data, 'inbox')}`)
  return { data, config }
}
