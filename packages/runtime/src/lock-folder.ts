import { linkSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { MoodlightError } from '@moodlight/core'
import { makeFolder } from './make-folder.ts'
import { BEAT_MS, type Owner, ownerFile, ownerIn, readOwner, runs, thisOwner } from './owner.ts'

export interface FolderLock {
  /** Tells other commands where this process answers. */
  setAddress(address: string): void
  /** Gives the folder back; calling it twice does no harm. */
  release(): void
}

/** Folders held by this very process: its own id would look like a former life of itself. */
const held = new Set<string>()

function inUse(folder: string, owner: Owner): MoodlightError {
  const at = owner.address ? `, ${owner.address}` : ''
  const message = `The data folder ${folder} is in use by process ${owner.pid} on ${owner.host}${at}.`
  return new MoodlightError('ML_DATA_IN_USE', message, { details: { pid: owner.pid, address: owner.address } })
}

/**
 * Takes a data folder for this process, making it when it is not there. A lock left behind by a process that is gone (killed,
 * or another boot of the machine) is taken over.
 * @throws ML_DATA_IN_USE naming process and address · ML_DATA_UNWRITABLE
 */
export function lockFolder(folder: string): FolderLock {
  const file = ownerFile(folder)
  let owner = thisOwner()
  const mine = `${file}.${process.pid}`
  if (held.has(folder)) throw inUse(folder, owner)
  try {
    makeFolder(folder, 0o700)
    writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 })
    for (let tries = 0; !tryLink(mine, file); tries++) {
      const found = readOwner(folder)
      if (found && (tries > 5 || (isOther(found.owner) && runs(found)))) throw inUse(folder, found.owner)
      // Moved away under a name of our own: of several that find it stale at once, one wins the link above.
      putAside(folder, file, `${mine}.stale`)
    }
  } catch (error) {
    if (error instanceof MoodlightError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new MoodlightError('ML_DATA_UNWRITABLE', `The data folder ${folder} cannot be written (${code}).`, {
      cause: error,
    })
  } finally {
    for (const left of [mine, `${mine}.stale`]) removeIfThere(left)
  }
  held.add(folder)
  const beat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // The next beat tries again; a full or vanished disk shows elsewhere.
    }
  }, BEAT_MS).unref()
  return {
    setAddress(address) {
      owner = { ...owner, address }
      writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 })
      renameSync(mine, file)
    },
    release() {
      if (!held.delete(folder)) return
      clearInterval(beat)
      const found = readOwner(folder)
      if (found && !isOther(found.owner)) rmSync(file, { force: true })
    },
  }
}

/** A process with our own id and start is us, and we do not hold it. */
function isOther(owner: Owner): boolean {
  const me = thisOwner()
  return owner.pid !== me.pid || owner.host !== me.host || owner.started !== me.started
}

/** A link is made by one process only, and with its content in it. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a stale owner file away; one that another process has made since we looked goes back to its place. */
function putAside(folder: string, file: string, aside: string): void {
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = ownerIn(aside)
  if (!moved || !isOther(moved.owner) || !runs(moved)) return
  tryLink(aside, file)
  throw inUse(folder, moved.owner)
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // The folder itself is no folder; that was told already.
  }
}
