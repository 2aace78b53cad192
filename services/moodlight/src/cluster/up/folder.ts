import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '@moodlight/runtime'
import * as z from 'zod'
import { ROOT } from '../../root.ts'

/** Where a cluster of this machine lives unless --folder says otherwise. */
export const CLUSTER_FOLDER = join(ROOT, 'data', 'cluster')

const Part = z.object({
  /** `kafka 1`, `enrich 2` */
  name: z.string(),
  pid: z.int(),
  /** See processStart: a process id alone may be somebody else's by now. */
  started: z.string().nullable(),
  /** Address of health and metrics; null for servers. */
  health: z.string().nullable(),
  /** Port of a server; null for services. */
  port: z.int().nullable(),
})
export type Part = z.infer<typeof Part>

/** What runs, in `cluster.json`: for the commands beside it, and for the next start when this one was killed. */
const ClusterFile = z.object({
  v: z.literal(1),
  basePort: z.int(),
  page: z.string().nullable(),
  parts: z.array(Part),
})
export type ClusterFile = z.infer<typeof ClusterFile>

/** Paths in the folder of a cluster. */
export function placesIn(folder: string) {
  return {
    config: join(folder, 'cluster.yaml'),
    secret: join(folder, 'secret'),
    kafka: join(folder, 'kafka'),
    elasticsearch: join(folder, 'elasticsearch'),
    logs: join(folder, 'logs'),
    state: join(folder, 'cluster.json'),
  }
}

export function readClusterFile(folder: string): ClusterFile | null {
  try {
    return ClusterFile.parse(JSON.parse(readFileSync(placesIn(folder).state, 'utf8')))
  } catch {
    return null
  }
}

export function writeClusterFile(folder: string, file: ClusterFile): void {
  const { state } = placesIn(folder)
  writeFileSync(`${state}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${state}.new`, state)
}

/** Makes the folder with a secret of its own; what is there stays. As root Elasticsearch runs as another user, who must get through. */
export function makeClusterFolder(folder: string): void {
  const { secret, logs } = placesIn(folder)
  makeFolder(folder, 0o700)
  if (process.getuid?.() === 0) chmodSync(folder, 0o711)
  makeFolder(logs, 0o700)
  if (!existsSync(secret)) writeFileSync(secret, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
}
