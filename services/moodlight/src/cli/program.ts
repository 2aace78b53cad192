import { Command } from 'commander'
import { VERSION } from '../root.ts'
import { analyzeCommand } from './commands/analyze.ts'
import { checkCommand } from './commands/check.ts'
import { clusterCommand } from './commands/cluster.ts'
import { deadLettersCommand } from './commands/dead-letters.ts'
import { doctorCommand } from './commands/doctor.ts'
import { eraseCommand } from './commands/erase.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { labelCommand } from './commands/label.ts'
import { ledgerCommand } from './commands/ledger.ts'
import { moveCommand } from './commands/move.ts'
import { recountCommand } from './commands/recount.ts'
import { replayCommand } from './commands/replay.ts'
import { sampleCommand } from './commands/sample.ts'
import { serviceCommands } from './commands/services.ts'
import { upCommand } from './commands/up.ts'

/** The whole command line; commands work beside a running `up` and without one. */
export function createProgram(): Command {
  const program = new Command('moodlight')
    .description(
      'Listens for your brand and colours where people speak well of it green, where they speak badly of it red.',
    )
    .version(VERSION)
    .option('--data <dir>', 'the data folder (default: the sample data)')
    .option('--config <file>', 'the configuration (default: moodlight.yaml in the data folder, else the sample data)')
    .showHelpAfterError('(moodlight help COMMAND shows examples)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 done · 1 failed · 2 command line not understood · 3 configuration or data folder in the way · 4 done, but not everything',
    )
    .exitOverride()
  for (const add of [
    upCommand,
    importCommand,
    analyzeCommand,
    labelCommand,
    evaluateCommand,
    sampleCommand,
    checkCommand,
    exportCommand,
    deadLettersCommand,
    ledgerCommand,
    recountCommand,
    replayCommand,
    eraseCommand,
    doctorCommand,
    serviceCommands,
    clusterCommand,
    moveCommand,
  ])
    add(program)
  return program
}
