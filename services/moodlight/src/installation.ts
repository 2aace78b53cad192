import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'
import { makeFolder } from '@moodlight/runtime'
import * as z from 'zod'

/** What a data folder is: made once, kept in `installation.json`, readable by its owner only. */
const Installation = z.object({
  v: z.literal(1),
  /** Sample data and real data never share a folder. */
  kind: z.enum(['demo', 'own']),
  /** The key under which authors are pseudonyms; whoever has it can link them again. */
  authorSecret: z.string().min(32),
  /** What the command line shows to a running `up`. */
  localToken: z.string().min(32),
  createdAt: z.number(),
})
export type Installation = z.infer<typeof Installation>

const FILE = 'installation.json'

/** Opens the folder for data of this kind, making it when new. @throws ML_DATA_UNWRITABLE, ML_DATA_FOREIGN */
export function openInstallation(folder: string, kind: 'demo' | 'own'): Installation {
  try {
    makeFolder(folder, 0o700)
  } catch (cause) {
    throw new MoodlightError('ML_DATA_UNWRITABLE', `The data folder ${folder} cannot be made (${reason(cause)}).`, {
      cause,
    })
  }
  const found = readInstallation(folder)
  if (found) {
    if (found.kind !== kind) throw new MoodlightError('ML_DATA_FOREIGN', foreign(folder, found.kind))
    return found
  }
  if (namesIn(folder).some((name) => name === 'log.db' || name === 'store.db'))
    throw new MoodlightError(
      'ML_DATA_FOREIGN',
      `The folder ${folder} holds databases but no ${FILE}: it is not a whole data folder of Moodlight.`,
    )
  const made: Installation = {
    v: 1,
    kind,
    authorSecret: randomBytes(32).toString('hex'),
    localToken: randomBytes(32).toString('hex'),
    createdAt: Date.now(),
  }
  try {
    const path = join(folder, FILE)
    writeFileSync(`${path}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  } catch (cause) {
    throw new MoodlightError('ML_DATA_UNWRITABLE', `The data folder ${folder} cannot be written (${reason(cause)}).`, {
      cause,
    })
  }
  return made
}

/** The installation in a folder, or null when there is none. @throws ML_DATA_FOREIGN, ML_DATA_UNWRITABLE */
export function readInstallation(folder: string): Installation | null {
  const path = join(folder, FILE)
  try {
    return Installation.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === 'EACCES' || code === 'EPERM')
      throw new MoodlightError('ML_DATA_UNWRITABLE', `The data folder ${folder} belongs to another user (${code}).`, {
        cause,
      })
    throw new MoodlightError('ML_DATA_FOREIGN', `${path} is not an installation of Moodlight.`, { cause })
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new MoodlightError('ML_DATA_UNWRITABLE', `The data folder ${folder} cannot be read (${reason(cause)}).`, {
      cause,
    })
  }
}

function foreign(folder: string, kind: 'demo' | 'own'): string {
  return kind === 'demo'
    ? `The folder ${folder} holds sample data; real data is never mixed with it. Choose another folder with --data.`
    : `The folder ${folder} holds real data; sample data is never mixed with it. Start it with its own configuration, or choose another folder with --data.`
}

function reason(cause: unknown): string {
  return (cause as NodeJS.ErrnoException)?.code ?? String(cause)
}
