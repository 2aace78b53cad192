import { MoodlightError } from '@moodlight/core'
import { createLogger, freeBytes, localApi } from '@moodlight/runtime'
import type { Command } from 'commander'
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

/** The configuration that a command means, and the secret of its data folder (a stand-in where there is none yet). */
export function settingsFor(command: Command): Chosen & { readonly secret: string } {
  const chosen = chooseConfig(command.optsWithGlobals<GlobalOptions>())
  return { ...chosen, secret: readInstallation(chosen.folder)?.authorSecret ?? 'no installation' }
}

/**
 * Runs a command beside a running `up` through its local API, or over the opened files when nothing runs. Only a command that
 * `makes` data may begin a data folder; for the others a folder without data is a mistyped --data.
 */
export async function withOperations(
  command: Command,
  run: (operations: Operations) => Promise<unknown>,
  makes = false,
): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions>()
  if (!makes && readInstallation(dataFolder(options)) === null)
    throw new MoodlightError(
      'ML_NOT_FOUND',
      `There is no data of Moodlight in ${dataFolder(options)}: check --data; up and import begin a folder.`,
    )
  const operations = await operationsOf(options)
  try {
    await run(operations)
  } finally {
    await operations.close()
  }
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
