import { MoodlightError } from '@moodlight/core'
import { createLogger, freeBytes, localApi } from '@moodlight/runtime'
import type { Command } from 'commander'
import { isClusterFile } from '../cluster/is-cluster-file.ts'
import { type Chosen, chooseConfig, dataFolder } from '../config/read.ts'
import { startEngine } from '../engine/engine.ts'
import { openInstallation, readInstallation } from '../installation.ts'
import { httpOperations } from '../operations/http-operations.ts'
import type { Operations } from '../operations/operations.ts'
import { portsOperations } from '../operations/ports-operations.ts'

export interface GlobalOptions {
  readonly data?: string
  readonly config?: string
}

/** What is watched, by the configuration that a command means, and the secret under which authors are known. */
export interface Settings extends Pick<Chosen, 'folder' | 'origin'> {
  readonly config: Pick<Chosen['config'], 'brands' | 'sources' | 'enrich'>
  readonly secret: string
  /** Services as processes over Kafka and Elasticsearch. */
  readonly cluster: boolean
}

/** The secret is that of the data folder or the cluster (a stand-in where there is no data folder yet). */
export async function settingsFor(command: Command): Promise<Settings> {
  const options = command.optsWithGlobals<GlobalOptions>()
  if (isClusterFile(options.config)) {
    // Only who means a cluster loads its clients.
    const { readCluster } = await import('../cluster/read.ts')
    const { installationSecret } = await import('../cluster/identity.ts')
    const choice = readCluster(options.config)
    const { config, base, file } = choice
    return { cluster: true, config, folder: base, origin: file, secret: installationSecret(choice) }
  }
  const chosen = chooseConfig(options)
  return { ...chosen, cluster: false, secret: readInstallation(chosen.folder)?.authorSecret ?? 'no installation' }
}

/**
 * Runs a command beside a running `up` through its local API, over the opened files when nothing runs, or over the servers of a
 * cluster. Only a command that
 * `makes` data may begin a data folder; for the others a folder without data is a mistyped --data.
 */
export async function withOperations(
  command: Command,
  run: (operations: Operations) => Promise<unknown>,
  makes = false,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>()
  const cluster = isClusterFile(options.config) ? options.config : null
  if (!cluster && !makes && readInstallation(dataFolder(options)) === null)
    throw new MoodlightError(
      'ML_NOT_FOUND',
      `There is no data of Moodlight in ${dataFolder(options)}: check --data; up and import begin a folder.`,
    )
  const operations = cluster ? await operationsOfCluster(cluster) : await operationsOf(options)
  try {
    await run(operations)
  } finally {
    await operations.close()
  }
}

async function operationsOfCluster(file: string): Promise<Operations> {
  const { readCluster } = await import('../cluster/read.ts')
  const { clusterOperations } = await import('../cluster/operations.ts')
  return clusterOperations(readCluster(file))
}

async function operationsOf(options: GlobalOptions): Promise<Operations> {
  // A running `up` has read its configuration; one that is being edited must not stand in the way.
  const folder = dataFolder(options)
  const running = localApi(folder)
  if (running) {
    const installation = readInstallation(folder)
    if (!installation)
      throw new MoodlightError('ML_DATA_FOREIGN', `The folder ${folder} is not a data folder of Moodlight.`)
    return httpOperations(running.address, installation.localToken)
  }
  const chosen = chooseConfig(options)
  const installation = openInstallation(folder, chosen.kind)
  const engine = await startEngine({
    ...chosen,
    installation,
    logger: createLogger({ level: 'warn', write: (line) => void process.stderr.write(line) }),
    runSources: false,
    logLevel: 'warn',
  })
  return portsOperations({
    running: false,
    ...engine,
    authorSecret: installation.authorSecret,
    demo: installation.kind === 'demo',
    freeBytes: () => freeBytes(folder),
    close: () => engine.stop(),
  })
}
