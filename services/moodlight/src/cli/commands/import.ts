import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { type ColumnMapping, POST_FIELDS, type PostField, type ResumePoint, readPostFile } from '@moodlight/connectors'
import { MoodlightError, Slug, SourceKind } from '@moodlight/core'
import { STATE_KINDS } from '@moodlight/ports'
import type { Command } from 'commander'
import type { ItemSource, Operations } from '../../operations/operations.ts'
import { EXIT } from '../exit-codes.ts'
import { damageOf, readable } from '../files.ts'
import { withOperations } from '../target.ts'
import { note, number, out, Progress, table } from '../terminal.ts'

interface ImportOptions {
  source: string
  network?: string
  kind: string
  keep: string
  map?: string[]
  header: boolean
  again?: boolean
  format?: string
}

interface Resume {
  readonly resume: ResumePoint
  readonly done: boolean
  readonly items: number
}

/** The same file is known again by its size and its first and last 64 KiB, wherever it lies. */
function fingerprint(path: string): string {
  const { size } = statSync(path)
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(65_536)
    const tail = Buffer.alloc(65_536)
    const hash = createHash('sha256').update(String(size))
    hash.update(head.subarray(0, readSync(fd, head, 0, head.length, 0)))
    hash.update(tail.subarray(0, readSync(fd, tail, 0, tail.length, Math.max(0, size - tail.length))))
    return hash.digest('hex').slice(0, 32)
  } finally {
    closeSync(fd)
  }
}

function columns(map: readonly string[] | undefined): ColumnMapping {
  const mapping: Partial<Record<PostField, string | number>> = {}
  for (const entry of map ?? []) {
    const at = entry.indexOf('=')
    if (at <= 0) throw new MoodlightError('ML_USAGE', `--map ${entry}: write it as field=column, such as text=Message.`)
    const field = POST_FIELDS.find((name) => name === entry.slice(0, at))
    if (!field)
      throw new MoodlightError(
        'ML_USAGE',
        `--map ${entry}: "${entry.slice(0, at)}" is no field of a post. Fields: ${POST_FIELDS.join(', ')}.`,
      )
    const column = entry.slice(at + 1)
    mapping[field] = /^\d+$/.test(column) ? Number(column) : column
  }
  return mapping
}

function sourceOf(options: ImportOptions): ItemSource {
  const source = Slug.safeParse(options.source)
  const network = Slug.safeParse(options.network ?? options.source)
  const kind = SourceKind.safeParse(options.kind)
  if (!source.success || !network.success)
    throw new MoodlightError('ML_USAGE', '--source and --network are lower-case letters, digits and dashes.')
  if (!kind.success) throw new MoodlightError('ML_USAGE', `--kind is one of ${SourceKind.options.join(', ')}.`)
  if (options.keep !== 'matching' && options.keep !== 'all')
    throw new MoodlightError('ML_USAGE', '--keep is matching or all.')
  if (options.format !== undefined && options.format !== 'jsonl' && options.format !== 'csv')
    throw new MoodlightError('ML_USAGE', '--format is jsonl or csv.')
  return { source: source.data, network: network.data, sourceKind: kind.data, keep: options.keep }
}

async function importFile(
  operations: Operations,
  path: string,
  source: ItemSource,
  options: ImportOptions,
): Promise<Record<string, number>> {
  const id = `${source.source}/${fingerprint(path)}`
  const before = options.again ? null : await operations.state<Resume>(STATE_KINDS.import, id)
  const total: Record<string, number> = { received: 0, accepted: 0 }
  if (before?.done) {
    note(
      `${path}: imported before (${number(before.items)} posts); --again sends it once more, which changes nothing that is stored.`,
    )
    return total
  }
  const progress = new Progress(path, before?.resume.offset ?? 0)
  if (before) note(`${path}: going on after ${number(before.items)} posts.`)
  let items = before?.items ?? 0
  let resume = before?.resume
  const format = options.format === undefined ? {} : { format: options.format as 'csv' | 'jsonl' }
  try {
    for await (const batch of readPostFile(path, {
      now: Date.now,
      columns: columns(options.map),
      header: options.header,
      ...format,
      ...(resume ? { resume } : {}),
    })) {
      const report = await operations.ingest(source, batch.items)
      items += batch.items.length
      resume = batch.resume
      total['received'] = (total['received'] ?? 0) + batch.items.length
      total['accepted'] = (total['accepted'] ?? 0) + report.accepted
      for (const [reason, n] of Object.entries(report.dropped))
        total[`dropped: ${reason}`] = (total[`dropped: ${reason}`] ?? 0) + n
      if (report.dead > 0) total['dead letters'] = (total['dead letters'] ?? 0) + report.dead
      await operations.putState(STATE_KINDS.import, id, { resume, done: false, items } satisfies Resume)
      progress.update(batch.done, batch.size, total['received'] ?? 0)
    }
  } catch (error) {
    const why = damageOf(error)
    if (why === null) throw error
    progress.end()
    note(`${path} is ${why}: the ${number(items)} posts before that were taken in. Import it again when it is whole.`)
    total['damaged files'] = 1
    return total
  }
  progress.end()
  if (resume) await operations.putState(STATE_KINDS.import, id, { resume, done: true, items } satisfies Resume)
  return total
}

export function importCommand(program: Command): void {
  program
    .command('import <files...>')
    .description('Takes in posts from JSON lines or CSV, packed or not; goes on where a stopped import ended')
    .option('--source <id>', 'the source under which the posts are kept', 'import')
    .option('--network <name>', 'the network of the posts, where a line names none (default: the source)')
    .option('--kind <kind>', `what the source is: ${SourceKind.options.join(', ')}`, 'other')
    .option('--keep <which>', 'matching: drop posts that name no watched brand; all: keep every post', 'matching')
    .option('--map <field=column...>', 'CSV: which column holds which field (text=Message id=3)')
    .option('--no-header', 'CSV: the first line holds data; --map gives column numbers')
    .option('--format <format>', 'jsonl or csv, where the name does not tell')
    .option('--again', 'also when the file was imported before')
    .addHelpText(
      'after',
      '\nExamples:\n  moodlight import posts.jsonl.gz\n  moodlight import reviews.csv --kind review --map text=Comment id=Nr createdAt=Date\n\nThe format of a line is described in docs/sources.md. Exit code 4 when lines became dead letters.',
    )
    .action((files: string[], options: ImportOptions, command: Command) =>
      withOperations(
        command,
        async (operations) => {
          const source = sourceOf(options)
          const sums: Record<string, number> = {}
          for (const file of files) {
            for (const [key, n] of Object.entries(await importFile(operations, readable(file), source, options)))
              sums[key] = (sums[key] ?? 0) + n
          }
          const progress = new Progress('indexing')
          let most = 0
          await operations.settle((left) => {
            most = Math.max(most, left)
            progress.update(most - left, most, most - left)
          })
          progress.end()
          out(table(['', 'posts'], Object.entries(sums)))
          if ((sums['dead letters'] ?? 0) > 0) {
            note('Look at the dead letters with: moodlight dead-letters list')
            process.exitCode = EXIT.incomplete
          }
          if ((sums['damaged files'] ?? 0) > 0) process.exitCode = EXIT.incomplete
        },
        true,
      ),
    )
}
