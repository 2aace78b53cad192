import type { Command } from 'commander'
import type { ServiceFrame } from '../../cluster/serve.ts'
import type { ServiceName } from '../../cluster/service-names.ts'
import { portOf, withPort } from '../number-option.ts'

interface Options {
  readonly config?: string
  readonly healthPort?: string
  readonly port?: string
  readonly checkOnly?: boolean
}

interface About {
  readonly name: ServiceName
  readonly says: string
  readonly group: string | null
  /** Only who runs a service loads it. */
  load(): Promise<(frame: ServiceFrame) => Promise<Record<string, unknown>>>
}

const ALL: readonly About[] = [
  {
    name: 'ingest',
    says: 'Runs the sources, shared out with other instances (services as processes; see docs/operations.md)',
    group: null,
    load: async () => (await import('../../cluster/services/ingest.ts')).ingestService,
  },
  {
    name: 'enrich',
    says: 'Labels posts, shared out with other instances',
    group: 'enrich',
    load: async () => (await import('../../cluster/services/enrich.ts')).enrichService,
  },
  {
    name: 'index',
    says: 'Writes labelled posts into the store, shared out with other instances',
    group: 'index',
    load: async () => (await import('../../cluster/services/indexing.ts')).indexService,
  },
  {
    name: 'query',
    says: 'Serves page, API and live feed; any number side by side',
    group: null,
    load: async () => (await import('../../cluster/services/query.ts')).queryService,
  },
]

/** `moodlight ingest|enrich|index|query`: each a process of its own over Kafka and Elasticsearch. */
export function serviceCommands(program: Command): void {
  for (const { name, says, group, load } of ALL) {
    const command = program
      .command(name)
      .description(says)
      .option('--health-port <n>', 'port of /healthz, /readyz and /metrics; 0: any free one')
      .option('--check-only', 'tell what the servers must have (topics, templates, rights), create nothing, and end')
      .addHelpText(
        'after',
        `\nExamples:\n  moodlight ${name} --config cluster.yaml\n  moodlight ${name} --config cluster.yaml --check-only\n\nSIGTERM finishes what is in hand within \`stopSeconds\` of the configuration. Lines of JSON go to standard output.`,
      )
      .action(async (_options: unknown, self: Command) => {
        const options = self.optsWithGlobals<Options>()
        const { requireCluster } = await import('../../cluster/read.ts')
        const choice = requireCluster(options.config)
        if (options.checkOnly) return (await import('../../cluster/check-only.ts')).checkOnly(choice)
        const { runService } = await import('../../cluster/serve.ts')
        await runService({
          name,
          group,
          start: await load(),
          healthPort: options.healthPort === undefined ? undefined : portOf('--health-port', options.healthPort),
          choice: { ...choice, config: withPort(choice.config, options.port) },
        })
      })
    if (name === 'query') command.option('--port <n>', 'port of page and API; 0: any free one')
  }
}
