import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { withOperations } from '../target.ts'
import { number, out } from '../terminal.ts'

export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .description(
      'Removes a post or all of an author, everywhere, and refuses them from then on; says what is out of reach',
    )
    .option('--post <id>', 'a post id (network:nativeId) or its link')
    .option('--author <who>', 'an author key, @handle or name')
    .option('--network <name>', 'only authors of this network')
    .option('--yes', 'do it; without it the command only tells what it would do')
    .addHelpText(
      'after',
      '\nExamples:\n  moodlight erase --author @somebody\n  moodlight erase --author @somebody --yes\n  moodlight erase --post demo-social:20410-17 --yes',
    )
    .action((options: { post?: string; author?: string; network?: string; yes?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        const { yes, ...what } = options
        if ((what.post === undefined) === (what.author === undefined))
          throw new MoodlightError('ML_USAGE', 'Give either --post or --author.')
        const plan = await operations.find(what)
        if (plan.posts.length === 0 && plan.authors.length === 0)
          throw new MoodlightError('ML_NOT_FOUND', 'Nothing stored goes by that name.')
        if (!yes) {
          out(
            `Would erase: ${number(plan.posts.length)} posts by id, and everything of ${number(plan.authors.length)} authors (${plan.authors.join(', ') || 'none'}).`,
          )
          return out('Nothing was done. Run it again with --yes.')
        }
        const report = await operations.erase(plan)
        out(
          `Erased: ${number(report.posts)} posts, ${number(report.mentions)} mentions, ${number(report.authors)} author records, ${number(report.logRecords)} log records, ${number(report.deadLetters)} dead letters.`,
        )
        out(`Refused from now on: ${number(report.suppressed)} entries on the suppression list (kept as keyed hashes).`)
        out('\nOut of reach of this command:')
        for (const line of report.outOfReach) out(`  - ${line}`)
      }),
    )
}
