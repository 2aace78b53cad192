import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { openInput } from '../../bulk/input.ts'
import { labelInputs } from '../../label/label-inputs.ts'
import { languageOf } from '../../label/label-line.ts'
import { EXIT } from '../exit-codes.ts'
import { damageOf } from '../files.ts'
import { numberOf } from '../number-option.ts'
import { note, number, Progress } from '../terminal.ts'

interface LabelCommandOptions {
  lang?: string
  targets?: string
  format?: string
  jobs?: string
  strict?: boolean
}

/** Small inputs need no more threads than one: starting one costs more than labelling a few hundred posts. */
const BYTES_PER_JOB = 256 * 1024

export function labelCommand(program: Command): void {
  program
    .command('label <files...>')
    .description(
      'Labels texts in bulk: JSON lines or plain text in, JSON lines out in the same order; - is standard input',
    )
    .option('--lang <code>', 'the language of lines that name none (default: found in each text)')
    .option('--targets <names>', 'names to be judged in every text, parted by commas')
    .option('--format <format>', 'jsonl or text, where the name and the first lines do not tell')
    .option('--jobs <n>', 'worker threads (default: one per core)')
    .option('--strict', 'exit code 4 when a line was broken')
    .addHelpText(
      'after',
      `
A line of input: {"id": "7", "text": "…", "lang": "en", "targets": ["ING", "ABN AMRO"]}; all but text may be left out. Plain text: one
post a line. Packed files are unpacked. A line of output has id, lang, label (negative, neutral, positive or unscored), probabilities,
evidence, and a judgement for each target; "found": false says that it does not stand in the text and the whole text was judged.
A broken line gives {"id", "error"} in its place.

Examples:
  moodlight label posts.jsonl.gz > labels.jsonl
  echo "Velora is down again, glad I am with Maravel" | moodlight label - --targets Velora,Maravel
  zcat posts.txt.gz | moodlight label - --lang nl | gzip > labels.jsonl.gz`,
    )
    .action((files: string[], options: LabelCommandOptions) => label(files, options))
}

async function label(files: readonly string[], options: LabelCommandOptions): Promise<void> {
  const { format } = options
  const lang = languageOf(options.lang)
  if (lang === undefined) throw new MoodlightError('ML_USAGE', `--lang ${options.lang} is no language code.`)
  if (format !== undefined && format !== 'jsonl' && format !== 'text')
    throw new MoodlightError('ML_USAGE', '--format is jsonl or text.')
  if (files.filter((file) => file === '-').length > 1)
    throw new MoodlightError('ML_USAGE', 'Standard input (-) can be read once only.')
  const inputs = await Promise.all(files.map(openInput))
  const sizes = inputs.map((input) => input.size)
  const known = sizes.includes(0) ? Number.POSITIVE_INFINITY : sizes.reduce((a, b) => a + b, 0)
  const jobs = Math.max(1, Math.min(jobsOf(options.jobs), Math.ceil(known / BYTES_PER_JOB)))
  const progress = new Progress(files.length === 1 ? inputName(files[0] as string) : `${files.length} inputs`)
  let posts = 0
  try {
    const report = await labelInputs(inputs, {
      defaults: { lang, targets: (options.targets ?? '').split(',').flatMap((name) => name.trim() || []) },
      format: format ?? null,
      jobs,
      async write(text) {
        if (!process.stdout.write(text)) await once(process.stdout, 'drain')
      },
      onProgress(n) {
        posts = n
        const done = inputs.reduce((sum, input) => sum + input.done(), 0)
        progress.update(done, Number.isFinite(known) ? known : 0, n)
      },
    })
    progress.end()
    const { broken, unscored } = report
    note(`${number(report.posts)} lines: ${number(unscored)} unscored, ${number(broken)} broken.`)
    if (options.strict && broken > 0) process.exitCode = EXIT.incomplete
  } catch (error) {
    const why = damageOf(error)
    if (why === null) throw error
    progress.end()
    note(`The input is ${why}: the ${number(posts)} lines before that were labelled.`)
    process.exitCode = EXIT.incomplete
  }
}

const inputName = (file: string): string => (file === '-' ? 'standard input' : file)

/** @throws ML_USAGE */
function jobsOf(given: string | undefined): number {
  return given === undefined ? availableParallelism() : numberOf('--jobs', given, 1, 256)
}
