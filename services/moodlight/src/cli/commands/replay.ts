import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'
import type { ReplayPhase } from '@moodlight/enrich'
import type { Command } from 'commander'
import type { Operations } from '../../operations/operations.ts'
import type { DiffExample, DiffRow, ReplayDiff } from '../../replay/diff.ts'
import { type ReplayStatus, SHIPPED } from '../../replay/replay-operations.ts'
import { EXIT } from '../exit-codes.ts'
import { numberOf } from '../number-option.ts'
import { withOperations } from '../target.ts'
import { note, number, out, Progress, table } from '../terminal.ts'

interface StartOptions {
  brand?: string[]
  from?: string
  model?: string
  wait: boolean
}

const LOOK_MS = 300
const MOST_EXAMPLES = 1000

/** `moodlight replay`: all stored posts labelled anew beside the labels that are seen, compared, and taken or dropped. */
export function replayCommand(program: Command): void {
  const replay = program
    .command('replay')
    .description('Labels stored posts anew beside the present labels; then compare, and switch to them or drop them')
    .addHelpText(
      'after',
      `
Without a subcommand it starts one. docs/operations.md, section Replay, says more.

Examples:
  moodlight replay                                 all posts, by the present models and brands
  moodlight replay --brand velora --from 2026-01-01
  moodlight replay --model ./my-models.js          by the models of a module
  moodlight replay diff
  moodlight replay switch`,
    )
  replay
    .command('start', { isDefault: true })
    .description('Starts one and waits until all posts are labelled; interrupted, it goes on with the next `up`')
    .option('--brand <id...>', 'only mentions of these brands; all others are taken over as they are')
    .option('--from <date>', 'only posts from this day or time on (2026-01-31, 2026-01-31T08:00:00Z)')
    .option('--model <module>', 'a module that exports createSentiment(), or `shipped`; default: the models in use')
    .option('--no-wait', 'only ask for it: beside a running `up` or cluster it is done there')
    .action((_: unknown, command: Command) => {
      // Also those that were given before the word `start`.
      const options = command.optsWithGlobals<StartOptions>()
      const request = {
        brands: options.brand ?? null,
        from: options.from === undefined ? null : timeOf(options.from),
        // Seen from here: whoever does it may run elsewhere.
        model:
          options.model === undefined || options.model === SHIPPED ? (options.model ?? null) : resolve(options.model),
      }
      return withOperations(command, async (operations) => {
        await operations.replay.start(request)
        if (!options.wait && operations.running) return out('Asked for. How far it is: moodlight replay status')
        const status = await waitFor(operations, 'labelling', ['following'])
        if (status.phase !== 'following') return unexpected(status)
        out(`${labelledText(status)}\nCompare with: moodlight replay diff`)
      })
    })
  replay
    .command('status')
    .description('How far it is')
    .option('--json', 'machine-readable')
    .action((options: { json?: boolean }, command: Command) =>
      withOperations(command, async (operations) => {
        const status = await operations.replay.status()
        if (options.json) return out(JSON.stringify(status))
        out(status ? statusText(status) : 'There was no replay yet.')
      }),
    )
  replay
    .command('diff')
    .description('What would change, by brand and language, with examples, and where the models differ from people')
    .option('--examples <n>', 'how many texts to show', '10')
    .option('--json', 'machine-readable')
    .action((options: { json?: boolean; examples: string }, command: Command) => {
      const examples = numberOf('--examples', options.examples, 0, MOST_EXAMPLES)
      return withOperations(command, async (operations) => {
        const diff = await operations.replay.diff({ examples })
        out(options.json ? JSON.stringify(diff) : diffText(diff))
      })
    })
  replay
    .command('switch')
    .description('Makes the new labels the ones that are seen, and removes the former ones')
    .action((_: unknown, command: Command) =>
      withOperations(command, async (operations) => {
        await operations.replay.switch()
        const status = await waitFor(operations, 'switching', ['done', 'following'])
        if (status.phase !== 'done') return unexpected(status)
        if (status.erased > 0) out(`${number(status.erased)} posts and authors were erased again.`)
        out(`Generation ${status.active} is in use.`)
      }),
    )
  replay
    .command('drop')
    .description('Gives it up and removes its labels')
    .action((_: unknown, command: Command) =>
      withOperations(command, async (operations) => {
        await operations.replay.drop()
        const status = await waitFor(operations, 'dropping', ['dropped'])
        if (status.phase !== 'dropped') return unexpected(status)
        out('Dropped. The present labels stay.')
      }),
    )
}

/** Waits until it is in one of the phases, or over, with a bar. */
async function waitFor(operations: Operations, label: string, goals: readonly ReplayPhase[]): Promise<ReplayStatus> {
  const progress = new Progress(label)
  try {
    for (;;) {
      const status = await operations.replay.status()
      if (!status) throw new MoodlightError('ML_REPLAY_PHASE', 'There is no replay.')
      if (goals.includes(status.phase) || status.phase === 'done' || status.phase === 'dropped') return status
      const { done, total } = status.posts
      progress.update(done, total, done, status.phase === label ? '' : status.phase)
      await sleep(LOOK_MS)
    }
  } finally {
    progress.end()
  }
}

function unexpected(status: ReplayStatus): void {
  note(status.trouble ?? `The replay is ${status.phase}: somebody asked for something else meanwhile.`)
  process.exitCode = EXIT.incomplete
}

/** @throws ML_USAGE */
function timeOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    throw new MoodlightError(
      'ML_USAGE',
      `--from ${text}: a day (2026-01-31) or a time (2026-01-31T08:00:00Z) is expected.`,
    )
  return at
}

function labelledText({ generation, posts }: ReplayStatus): string {
  const kept = posts.kept > 0 ? `, ${number(posts.kept)} texts kept their labels since the models cannot take them` : ''
  return `Generation ${generation}: ${number(posts.labelled)} of ${number(posts.done)} posts labelled anew${kept}.`
}

function statusText(status: ReplayStatus): string {
  const { phase, scope, model, posts, behind, startedAt, active, trouble } = status
  const lines = [
    `phase      ${phase}`,
    `scope      ${scope.brands?.join(', ') ?? 'all brands'}${scope.from === null ? '' : `, from ${new Date(scope.from).toISOString()}`}`,
    `models     ${model ?? 'shipped'}`,
    `started    ${new Date(startedAt).toISOString()}`,
    `generation ${status.generation ?? '-'} (in use: ${active})`,
    `posts      ${number(posts.done)} of ${number(posts.total)} gone through, ${number(posts.labelled)} labelled anew, ${number(posts.kept)} kept`,
    `behind     ${number(behind)} changes`,
    ...(trouble === null ? [] : [`trouble    ${trouble}`]),
  ]
  return lines.join('\n')
}

function diffText({ posts, rows, examples, people }: ReplayDiff): string {
  const parts = [`${number(posts)} posts compared.`, changeTable(rows)]
  const moved = rows.filter(({ before, after }) => before !== after)
  if (moved.length > 0) parts.push(transitions(moved), exampleLines(examples))
  const told = people.agree + people.disagree
  parts.push(
    told === 0
      ? 'No mention has a label of a person.'
      : `Of ${number(told)} mentions labelled by people the models label ${number(people.agree)} alike and ${number(people.disagree)} otherwise. People's labels stay in any case.`,
  )
  const against = people.rows.filter(({ before, after }) => before !== after)
  if (against.length > 0) parts.push(transitions(against, 'person', 'models'), exampleLines(people.examples))
  return parts.join('\n\n')
}

function changeTable(rows: readonly DiffRow[]): string {
  const groups = Map.groupBy(rows, ({ brand, language }) => `${brand} ${language}`)
  return table(
    ['brand', 'language', 'mentions', 'changed', '%'],
    [...groups.values()].map((group) => {
      const [{ brand, language }] = group as [DiffRow]
      const sum = (some: readonly DiffRow[]) => some.reduce((n, row) => n + row.n, 0)
      const changed = sum(group.filter(({ before, after }) => before !== after))
      return [brand, language, sum(group), changed, `${((100 * changed) / sum(group)).toFixed(1)}`]
    }),
  )
}

function transitions(rows: readonly DiffRow[], before = 'before', after = 'after'): string {
  return table(
    ['brand', 'language', before, after, 'mentions'],
    rows.map((row) => [row.brand, row.language, row.before, row.after, row.n]),
  )
}

function exampleLines(examples: readonly DiffExample[]): string {
  return examples
    .map(({ post, brand, before, after, text }) => `${brand}: ${before} → ${after}  ${post}\n  ${text}`)
    .join('\n')
}
