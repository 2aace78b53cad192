import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { loadConfig } from '@moodlight/runtime'
import { DEMO_FOLDER } from '../root.ts'
import { crossCheck, MoodlightConfig } from './config.ts'
import { demoConfig } from './demo.ts'

export interface Chosen {
  readonly folder: string
  readonly config: MoodlightConfig
  readonly kind: 'demo' | 'own'
  /** Where the configuration came from, for people. */
  readonly origin: string
}

interface Choice {
  readonly data?: string | undefined
  readonly config?: string | undefined
}

/** The data folder: --data, else `data` beside the configuration, else the one of the sample data. */
export function dataFolder({ data, config }: Choice): string {
  return resolve(data ?? (config === undefined ? DEMO_FOLDER : join(dirname(resolve(config)), 'data')))
}

/**
 * The configuration of a data folder: --config, else `moodlight.yaml` in the folder, else the sample data.
 * @throws ML_CONFIG_INVALID with all problems, ML_CONFIG_UNREADABLE
 */
export function chooseConfig(options: Choice): Chosen {
  const folder = dataFolder(options)
  const inFolder = join(folder, 'moodlight.yaml')
  const file = options.config === undefined ? (existsSync(inFolder) ? inFolder : null) : resolve(options.config)
  if (file === null) return { folder, config: demoConfig(), kind: 'demo', origin: 'the built-in sample configuration' }
  const config = loadConfig(file, MoodlightConfig, crossCheck)
  return {
    folder,
    config: withAbsolutePaths(config, dirname(file)),
    kind: isDemo(config) ? 'demo' : 'own',
    origin: file,
  }
}

const isDemo = (config: MoodlightConfig): boolean => config.sources.some((source) => source.type === 'demo')

/** Paths in a configuration are meant from where the file lies, not from where the program was started. */
export function withAbsolutePaths<C extends Pick<MoodlightConfig, 'sources'>>(config: C, base: string): C {
  const sources = config.sources.map((source) =>
    source.type === 'file' ? { ...source, paths: source.paths.map((path) => resolve(base, path)) } : source,
  )
  return { ...config, sources }
}
