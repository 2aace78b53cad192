import { dirname, resolve } from 'node:path'
import { MoodlightError } from '@moodlight/core'
import { loadConfig } from '@moodlight/runtime'
import { crossCheck } from '../config/config.ts'
import { withAbsolutePaths } from '../config/read.ts'
import { ClusterConfig } from './config.ts'

/** A configuration of services as processes, with paths as they are meant from where the file lies. */
export interface ClusterChoice {
  readonly file: string
  readonly config: ClusterConfig
  /** The folder of the file: relative paths of secrets are seen from here. */
  readonly base: string
}

/** @throws ML_CONFIG_INVALID with all problems, ML_CONFIG_UNREADABLE */
export function readCluster(path: string): ClusterChoice {
  const file = resolve(path)
  const base = dirname(file)
  return { file, base, config: withAbsolutePaths(loadConfig(file, ClusterConfig, crossCheck), base) }
}

/** For commands that only a cluster has. @throws ML_USAGE without a file */
export function requireCluster(path: string | undefined): ClusterChoice {
  if (path === undefined)
    throw new MoodlightError('ML_USAGE', 'Name the configuration of the cluster with --config cluster.yaml.')
  return readCluster(path)
}
