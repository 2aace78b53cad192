import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { withOperations } from '../target.ts'
import { note, number } from '../terminal.ts'

/** @throws ML_USAGE when the file cannot be made */
async function created(path: string): Promise<WriteStream> {
  const stream = createWriteStream(path)
  try {
    await once(stream, 'open')
  } catch (cause) {
    throw new MoodlightError(
      'ML_USAGE',
      `--out ${path} cannot be written (${(cause as NodeJS.ErrnoException).code}).`,
      {
        cause,
      },
    )
  }
  return stream
}

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('Writes what is stored as JSON lines: mentions with their labels, or whole posts')
    .option('--what <kind>', 'mentions or posts', 'mentions')
    .option('--brand <id>', 'only this brand')
    .option('--out <file>', 'a file; default: standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  moodlight export --brand velora --out velora.jsonl\n  moodlight export --what posts | gzip > posts.jsonl.gz',
    )
    .action((options: { what: string; brand?: string; out?: string }, command: Command) =>
      withOperations(command, async (operations) => {
        if (options.what !== 'mentions' && options.what !== 'posts')
          throw new MoodlightError('ML_USAGE', '--what is mentions or posts.')
        const target = options.out === undefined ? process.stdout : await created(options.out)
        let n = 0
        const filter = options.brand === undefined ? {} : { brand: options.brand }
        for await (const line of operations.exportLines({ what: options.what, ...filter })) {
          n++
          if (!target.write(`${line}\n`)) await once(target, 'drain')
        }
        if (options.out)
          await new Promise<void>((resolve, reject) =>
            (target as ReturnType<typeof createWriteStream>).end((error?: Error | null) =>
              error ? reject(error) : resolve(),
            ),
          )
        note(`${number(n)} ${options.what} written.`)
      }),
    )
}
