import type { Command } from 'commander'
import { settingsFor } from '../target.ts'
import { out } from '../terminal.ts'

export function checkCommand(program: Command): void {
  program
    .command('check')
    .description('Reads the configuration and tells every problem at once, with the nearest known key')
    .addHelpText('after', '\nExample:\n  moodlight check --config bank.yaml\n\nExit code 3 when there are problems.')
    .action(async (_options: unknown, command: Command) => {
      const { config, origin } = await settingsFor(command)
      out(`${origin}: fine. ${config.brands.length} brands, ${config.sources.length} sources.`)
    })
}
