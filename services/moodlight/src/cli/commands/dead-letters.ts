import { CATALOGUE, MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import type { Operations } from '../../operations/operations.ts'
import { EXIT } from '../exit-codes.ts'
import { withOperations } from '../target.ts'
import { out, table } from '../terminal.ts'

async function* all(operations: Operations) {
  let after: string | undefined
  for (;;) {
    const page = await operations.deadLetters(after === undefined ? { limit: 500 } : { limit: 500, after })
    if (page.length === 0) return
    yield* page
    after = page.at(-1)?.id
  }
}

export function deadLettersCommand(program: Command): void {
  const letters = program
    .command('dead-letters')
    .description('Records that could not be processed: look at them, send them again')
  letters
    .command('list')
    .description('All dead letters, newest last')
    .option('--json', 'one JSON object a line, without the raw record')
    .action((options: { json?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        const found = []
        for await (const letter of all(operations)) found.push(letter)
        found.sort((a, b) => a.at - b.at)
        if (options.json) for (const { raw, ...rest } of found) out(JSON.stringify({ ...rest, rawLength: raw.length }))
        else if (found.length === 0) out('There are no dead letters.')
        else
          out(
            table(
              ['id', 'at', 'stage', 'source', 'code', 'sent again', 'message'],
              found.map((l) => [
                l.id,
                new Date(l.at).toISOString(),
                l.stage,
                l.source ?? '',
                l.code,
                l.redrivenAt === null ? '' : new Date(l.redrivenAt).toISOString(),
                l.message.slice(0, 80),
              ]),
            ),
          )
      }),
    )
  letters
    .command('show <id>')
    .description('One dead letter with its raw record and what to do')
    .action((id: string, _options: unknown, command: Command) =>
      withOperations(command, async (operations) => {
        const letter = await operations.deadLetter(id)
        if (!letter) throw new MoodlightError('ML_NOT_FOUND', `There is no dead letter ${id}.`)
        out(JSON.stringify(letter, null, 2))
        out(`\n${CATALOGUE[letter.code].means} ${CATALOGUE[letter.code].todo}`)
      }),
    )
  letters
    .command('redrive [ids...]')
    .description('Sends dead letters through their stage again, on the background lane')
    .option('--all', 'all that were not sent again yet')
    .addHelpText('after', '\nExamples:\n  moodlight dead-letters redrive --all\n  moodlight dead-letters redrive 3f2a…')
    .action((ids: string[], options: { all?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        const chosen = [...ids]
        if (options.all)
          for await (const letter of all(operations)) if (letter.redrivenAt === null) chosen.push(letter.id)
        if (chosen.length === 0 && !options.all)
          throw new MoodlightError('ML_USAGE', 'Name dead letters, or give --all.')
        let failed = 0
        for (const id of chosen) if ((await operations.redrive(id)).redrivenAt === null) failed++
        await operations.settle(() => {})
        out(`${chosen.length} sent again.${failed > 0 ? ` ${failed} of them failed again.` : ''}`)
        if (failed > 0) process.exitCode = EXIT.incomplete
      }),
    )
}
