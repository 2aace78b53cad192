import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { isAlive, processStart } from './process-start.ts'

/** Who owns a data folder: `owner.json` in it, there while the process runs. */
export const Owner = z.object({
  v: z.literal(1),
  pid: z.int().min(1),
  host: z.string(),
  /** See processStart; null where it cannot be told. */
  started: z.string().nullable(),
  /** Where the process answers (`http://127.0.0.1:4680`); null until it listens. */
  address: z.string().nullable(),
})
export type Owner = z.infer<typeof Owner>

/** The owner touches its file this often … */
export const BEAT_MS = 5_000
/** … and one on another machine that was silent for so long is gone (containers get a new host name at each start). */
const SILENT_MS = 30_000

export const ownerFile = (folder: string): string => join(folder, 'owner.json')

export function thisOwner(): Owner {
  return { v: 1, pid: process.pid, host: hostname(), started: processStart(process.pid), address: null }
}

/** What stands in the folder's owner file, alive or not; null when there is none or it cannot be read. */
export function readOwner(folder: string): { owner: Owner; beatAt: number } | null {
  return ownerIn(ownerFile(folder))
}

/** {@link readOwner} of a file of any name. */
export function ownerIn(file: string): { owner: Owner; beatAt: number } | null {
  try {
    return { owner: Owner.parse(JSON.parse(readFileSync(file, 'utf8'))), beatAt: statSync(file).mtimeMs }
  } catch {
    return null
  }
}

/** true when the owner still runs, as far as can be told from here. */
export function runs({ owner, beatAt }: { owner: Owner; beatAt: number }, now = Date.now()): boolean {
  if (owner.host !== hostname()) return now - beatAt < SILENT_MS
  if (!isAlive(owner.pid)) return false
  const started = processStart(owner.pid)
  return owner.started === null || started === null || owner.started === started
}

/** The running process of a data folder, for commands that work beside it; null when none runs or it does not listen yet. */
export function localApi(folder: string): { readonly pid: number; readonly address: string } | null {
  const found = readOwner(folder)
  if (!found || !runs(found) || found.owner.address === null) return null
  return { pid: found.owner.pid, address: found.owner.address }
}
