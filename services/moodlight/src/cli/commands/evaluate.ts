import { MoodlightError } from '@moodlight/core'
import { createDetector } from '@moodlight/language'
import { createSentiment } from '@moodlight/sentiment'
import type { Command } from 'commander'
import { type Input, openInput } from '../../bulk/input.ts'
import { evaluateLanguage } from '../../evaluate/evaluate-language.ts'
import { evaluateSentiment } from '../../evaluate/evaluate-sentiment.ts'
import { evaluateTargeted } from '../../evaluate/evaluate-targeted.ts'
import type { BrokenLine } from '../../evaluate/rows.ts'
import { languageOf } from '../../label/label-line.ts'
import { evaluateSample } from '../../sample/evaluate-sample.ts'
import { keyPath, readKey } from '../../sample/key.ts'
import { readSheet } from '../../sample/sheet.ts'
import { EXIT } from '../exit-codes.ts'
import { damageOf } from '../files.ts'
import { numberOf } from '../number-option.ts'
import { languageText, sampleText, sentimentText, targetedText } from '../reports.ts'
import { note, number, out, Progress } from '../terminal.ts'

interface EvaluateCommandOptions {
  lang?: string
  json?: boolean
  key?: string
  seed: string
}

const TASKS = ['sentiment', 'targeted', 'language', 'sample'] as const
type Task = (typeof TASKS)[number]

/** Broken lines named on standard error, and in the JSON. */
const NAMED = 20
const MOST_NAMED = 1000

export function evaluateCommand(program: Command): void {
  program
    .command('evaluate <what> <files...>')
    .description(
      'Scores labelled files of yours: sentiment, targeted (towards a name), language, or a filled-in sample',
    )
    .option('--lang <code>', 'the language of the texts (default: found in each); language: only rows of it')
    .option('--key <file>', 'sample: the key that was written with the sheet')
    .option('--seed <n>', 'of the intervals, which are made by resampling', '1')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      `
Files, plain or packed, - for standard input:
  sentiment   label<TAB>text            or label<TAB>set<TAB>text
  targeted    label<TAB>target<TAB>text or label<TAB>set<TAB>target<TAB>text
  language    iso639-3<TAB>text
  sample      sheets made by \`moodlight sample\` and filled in
A label is negative, neutral or positive. Broken lines are counted and named, and the rest is scored. An unscored row counts as wrong.

Examples:
  moodlight evaluate sentiment mine.tsv --lang nl
  moodlight evaluate targeted mine.tsv.gz --lang en --json
  moodlight evaluate sample velora-1.csv velora-2.csv`,
    )
    .action((what: string, files: string[], options: EvaluateCommandOptions) => evaluate(what, files, options))
}

async function evaluate(what: string, files: readonly string[], options: EvaluateCommandOptions): Promise<void> {
  const task = TASKS.find((name) => name === what)
  if (!task) throw new MoodlightError('ML_USAGE', `evaluate ${what}: it is one of ${TASKS.join(', ')}.`)
  const seed = numberOf('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  const lang = languageOf(options.lang)
  if (lang === undefined) throw new MoodlightError('ML_USAGE', `--lang ${options.lang} is no language code.`)
  if (task === 'sample') return sample(files, options, seed)
  await labelledFiles(task, files, { lang, seed, json: options.json === true })
}

async function sample(files: readonly string[], options: EvaluateCommandOptions, seed: number): Promise<void> {
  const key = readKey(options.key ?? keyPath(files[0] as string))
  const sheets = []
  for (const file of files) sheets.push(await readSheet(file))
  const report = evaluateSample(key, sheets, seed)
  out(options.json ? JSON.stringify({ what: 'sample', ...report }, null, 2) : sampleText(report))
  if (report.labelled < report.rows)
    note(`${number(report.rows - report.labelled)} of ${number(report.rows)} rows have no usable label yet.`)
}

async function labelledFiles(
  task: Exclude<Task, 'sample'>,
  files: readonly string[],
  { lang, seed, json }: { lang: string | null; seed: number; json: boolean },
): Promise<void> {
  const inputs = await Promise.all(files.map(openInput))
  const total = inputs.some((input) => input.size === 0) ? 0 : inputs.reduce((sum, input) => sum + input.size, 0)
  const progress = new Progress(files.length === 1 ? (files[0] as string) : `${files.length} files`, 0, 'rows')
  const broken: BrokenLine[] = []
  let brokenLines = 0
  const given = {
    detector: createDetector(),
    sentiment: createSentiment(),
    lang,
    seed,
    onBroken(line: BrokenLine) {
      if (++brokenLines <= MOST_NAMED) broken.push(line)
    },
    onProgress: (rows: number) =>
      progress.update(
        inputs.reduce((sum, input) => sum + input.done(), 0),
        total,
        rows,
      ),
  }
  const [report, text] = await run(task, inputs, given)
  progress.end()
  const models = task === 'language' ? {} : { models: given.sentiment.models, hash: given.sentiment.hash }
  if (json)
    out(JSON.stringify({ what: task, lang, ...models, broken: { n: brokenLines, lines: broken }, ...report }, null, 2))
  else out(text)
  for (const { file, line, why } of broken.slice(0, NAMED)) note(`${file}:${line}: ${why}`)
  if (brokenLines > 0) note(`${number(brokenLines)} broken lines were left out.`)
  if (report.all === null) {
    note('There was no row to score.')
    process.exitCode = EXIT.incomplete
  }
}

type Given = Parameters<typeof evaluateSentiment>[1]

async function run(task: Exclude<Task, 'sample'>, inputs: readonly Input[], given: Given) {
  try {
    if (task === 'language') {
      const report = await evaluateLanguage(inputs, given)
      return [report, languageText(report)] as const
    }
    if (task === 'targeted') {
      const report = await evaluateTargeted(inputs, given)
      return [report, targetedText(report)] as const
    }
    const report = await evaluateSentiment(inputs, given)
    return [report, sentimentText(report)] as const
  } catch (error) {
    const why = damageOf(error)
    if (why === null) throw error
    throw new MoodlightError('ML_USAGE', `An input is ${why}; figures over a part of it would mislead.`, {
      cause: error,
    })
  }
}
