import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MoodlightError } from '@moodlight/core'
import { ownerRuns, readOwner } from '@moodlight/runtime'
import type { Command } from 'commander'
import { SERVICES, type ServiceName } from '../../cluster/service-names.ts'
import { CLUSTER_FOLDER, readClusterFile } from '../../cluster/up/folder.ts'
import { endLeftovers, stillRunning } from '../../cluster/up/leftovers.ts'
import { StatusTable } from '../../cluster/up/status-table.ts'
import { runClusterUp } from '../../cluster/up/up.ts'
import { chooseConfig } from '../../config/read.ts'
import { numberOf, withPort } from '../number-option.ts'
import { note, out } from '../terminal.ts'

interface Options extends Readonly<Partial<Record<ServiceName, string>>> {
  readonly config?: string
  readonly folder: string
  readonly port?: string
  readonly basePort: string
  readonly kafkaMb: string
  readonly elasticsearchMb: string
}

const DEFAULTS: Readonly<Record<ServiceName, number>> = { ingest: 1, enrich: 2, index: 2, query: 1 }
const LOOK_MS = 2_000

export function clusterCommand(program: Command): void {
  const cluster = program
    .command('cluster')
    .description(
      'The whole cluster on this machine without Docker: Kafka, Elasticsearch and every service as a process',
    )
  const up = cluster
    .command('up')
    .description('Starts three brokers, Elasticsearch and all services, and keeps them running; the data are kept')
    .option('--folder <dir>', 'where everything lies', CLUSTER_FOLDER)
    .option('--port <n>', 'port of page and API of the first query; the others follow')
    .option(
      '--base-port <n>',
      'brokers listen on the three ports after it, Elasticsearch on the one 500 after it',
      '19090',
    )
    .option('--kafka-mb <n>', 'memory of each broker in MB', '256')
    .option('--elasticsearch-mb <n>', 'memory of Elasticsearch in MB', '512')
  for (const name of SERVICES) up.option(`--${name} <n>`, `instances of ${name} (default: ${DEFAULTS[name]})`)
  up.addHelpText(
    'after',
    '\nNeeds Java 21 or later, and Maven for the first start, which gets the servers (about 145 MB).\n\nExamples:\n  moodlight cluster up                               the sample data\n  moodlight cluster up --config bank.yaml --folder data/bank-cluster',
  ).action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<Options>()
    const { config, origin } = chooseConfig(
      options.config === undefined ? { data: resolve(options.folder) } : { config: options.config },
    )
    await runClusterUp({
      folder: resolve(options.folder),
      config: withPort(config, options.port),
      origin,
      basePort: numberOf('--base-port', options.basePort, 1024, 64_000),
      kafkaMb: numberOf('--kafka-mb', options.kafkaMb, 128, 65_536),
      elasticsearchMb: numberOf('--elasticsearch-mb', options.elasticsearchMb, 256, 65_536),
      instances: Object.fromEntries(
        SERVICES.map((name) => [
          name,
          options[name] === undefined ? DEFAULTS[name] : numberOf(`--${name}`, options[name], 0, 32),
        ]),
      ) as Record<ServiceName, number>,
    })
  })
  cluster
    .command('down')
    .description('Stops the cluster of a folder; its data are kept')
    .option('--folder <dir>', 'where everything lies', CLUSTER_FOLDER)
    .action(async (_options: unknown, command: Command) => down(resolve(command.optsWithGlobals<Options>().folder)))
  cluster
    .command('status')
    .description('What runs, with lag and rates, once')
    .option('--folder <dir>', 'where everything lies', CLUSTER_FOLDER)
    .action(async (_options: unknown, command: Command) => {
      const { parts, page } = running(resolve(command.optsWithGlobals<Options>().folder))
      const status = new StatusTable()
      await status.rows(parts)
      await sleep(LOOK_MS)
      out(await status.table(parts))
      if (page) out(`\npage and API: ${page}`)
    })
}

function running(folder: string) {
  const file = readClusterFile(folder)
  if (!file || stillRunning(file.parts).length === 0)
    throw new MoodlightError('ML_NOT_FOUND', `No cluster runs in ${folder}. Start one with \`moodlight cluster up\`.`)
  return file
}

async function down(folder: string): Promise<void> {
  const file = running(folder)
  const owner = readOwner(folder)
  if (owner && ownerRuns(owner)) {
    note(`Stopping the cluster of ${folder} …`)
    process.kill(owner.owner.pid, 'SIGTERM')
    while (ownerRuns(owner)) await sleep(200)
  }
  // What it did not manage itself, or what is left of one that was killed.
  const left = await endLeftovers(file.parts)
  out(`Stopped${left > 0 ? `, ${left} processes of it by us` : ''}. Everything is kept.`)
}
