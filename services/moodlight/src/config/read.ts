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

/** Names the configuration of a data folder: --config, else `moodlight.yaml` in the folder, else the sample data. */
export function chooseConfig(options: { data?: string | undefined; config?: string | undefined }): Chosen {
  const folder = resolve(
    options.data ?? (options.config === undefined ? DEMO_FOLDER : join(dirname(resolve(options.config)), 'data')),
  )
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
function withAbsolutePaths(config: MoodlightConfig, base: string): MoodlightConfig {
  const sources = config.sources.map((source) =>
    source.type === 'file' ? { ...source, paths: source.paths.map((path) => resolve(base, path)) } : source,
  )
  return { ...config, sources }
}
