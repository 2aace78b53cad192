import { writeFileSync } from 'node:fs'
import { MoodlightError } from '@moodlight/core'
import type { Command } from 'commander'
import { drawSample, shuffled } from '../../sample/draw-sample.ts'
import { keyPath } from '../../sample/key.ts'
import { sheetText } from '../../sample/sheet.ts'
import { numberOf } from '../number-option.ts'
import { settingsFor, withOperations } from '../target.ts'
import { note, number, Progress } from '../terminal.ts'

interface SampleCommandOptions {
  brand: string
  n: string
  people: string
  seed: string
  days?: string
  out: string
}

const DAY_MS = 86_400_000
const MOST_ROWS = 100_000

export function sampleCommand(program: Command): void {
  program
    .command('sample')
    .description('Draws a blind sheet of mentions for people to label; `evaluate sample` reads it back')
    .requiredOption('--brand <id>', 'the brand')
    .option('--n <rows>', 'rows to be drawn', '300')
    .option('--people <n>', '1, or 2 for a sheet each in an order of its own', '1')
    .option('--days <n>', 'only posts of the last so many days')
    .option('--seed <n>', 'another number draws other rows', '1')
    .option('--out <file>', 'the sheet', 'sample.csv')
    .addHelpText(
      'after',
      `
The rows are drawn by predicted label × language × source, and the sheet tells none of them. Beside it lies a key, which nobody who
labels should open. Fill in the column label: negative, neutral or positive (n, o, p will do), or "?" where the text is not about the
brand. docs/accuracy-of-your-own.md says more.

Examples:
  moodlight sample --brand velora --n 300 --out velora.csv
  moodlight sample --brand velora --people 2 --out velora.csv
  moodlight evaluate sample velora-1.csv velora-2.csv`,
    )
    .action(async (options: SampleCommandOptions, command: Command) => {
      const n = numberOf('--n', options.n, 1, MOST_ROWS)
      const people = numberOf('--people', options.people, 1, 9)
      const seed = numberOf('--seed', options.seed, 0, 0xffff_ffff)
      const days = options.days === undefined ? null : numberOf('--days', options.days, 1, 36_500)
      if (!/\.csv$/i.test(options.out)) throw new MoodlightError('ML_USAGE', '--out is a name that ends in .csv.')
      const brand = await brandOf(command, options.brand)
      return withOperations(command, async (operations) => {
        const progress = new Progress('drawing', 0, 'mentions')
        const since = days === null ? Number.NEGATIVE_INFINITY : Date.now() - days * DAY_MS
        const onProgress = (seen: number) => progress.update(0, 0, seen)
        const { rows, key } = await drawSample(operations, { brand: brand.id, n, seed, since, onProgress })
        progress.end()
        if (rows.length === 0)
          throw new MoodlightError('ML_NOT_FOUND', `There is no labelled mention of ${brand.label} to draw from.`)
        const sheets = people === 1 ? [options.out] : Array.from({ length: people }, (_, i) => numbered(options.out, i))
        for (const [i, sheet] of sheets.entries())
          written(sheet, sheetText(i === 0 ? rows : shuffled(rows, seed + i), brand.label))
        written(keyPath(options.out), `${JSON.stringify(key, null, 1)}\n`)
        const left = key.strata.filter((stratum) => stratum.drawn === 0).length
        note(`${number(rows.length)} rows of ${number(key.strata.length)} strata: ${sheets.join(', ')}.`)
        if (left > 0) note(`${number(left)} small strata gave no row; a larger --n reaches them.`)
        note(`The key is ${keyPath(options.out)}: keep it from those who label.`)
      })
    })
}

const numbered = (out: string, i: number): string => out.replace(/\.csv$/i, `-${i + 1}.csv`)

/** A brand by its id or its name. @throws ML_NOT_FOUND */
async function brandOf(command: Command, given: string): Promise<{ id: string; label: string }> {
  const { brands } = (await settingsFor(command)).config
  const found = brands.find(({ id, label }) => id === given || label.toLowerCase() === given.toLowerCase())
  if (!found)
    throw new MoodlightError(
      'ML_NOT_FOUND',
      `No brand is called ${given}. There are: ${brands.map((brand) => brand.id).join(', ')}.`,
    )
  return found
}

/** @throws ML_USAGE when it exists or cannot be written: a sheet that somebody has filled in must not be lost */
function written(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new MoodlightError(
      'ML_USAGE',
      code === 'EEXIST' ? `${path} is there already; choose another --out.` : `${path} cannot be written (${code}).`,
      { cause },
    )
  }
}
