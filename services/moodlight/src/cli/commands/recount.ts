import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { withOperations } from '../target.ts'
import { number, out } from '../terminal.ts'

export function recountCommand(program: Command): void {
  program
    .command('recount')
    .description('Proves the counts and the full text against the stored posts, and mends what is wrong')
    .option('--reindex', 'build the full text anew from the stored posts')
    .addHelpText('after', '\nExit code 4 when something was wrong (it is mended then).')
    .action((options: { reindex?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        const report = await operations.recount({ reindex: options.reindex === true })
        out(
          `${number(report.buckets)} buckets counted, ${number(report.wrong)} wrong; ${number(report.postings)} posts in the full text, ${number(report.wrongPostings)} wrong.`,
        )
        if (report.wrong + report.wrongPostings > 0) process.exitCode = EXIT.incomplete
      }),
    )
}
