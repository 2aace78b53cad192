import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

export interface FoundFile {
  readonly path: string
  /** Device and inode: the same after a rename. */
  readonly key: string
  readonly size: number
  readonly mtimeMs: number
}

/** `*` stands for any run of characters, `?` for one. Linear: no regular expression is made of the operator's text. */
export function fits(name: string, pattern: string): boolean {
  let n = 0
  let p = 0
  let star = -1
  let mark = 0
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n]) && pattern[p] !== '*') {
      n++
      p++
    } else if (pattern[p] === '*') {
      star = p++
      mark = n
    } else if (star >= 0) {
      p = star + 1
      n = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** The files of folders (those that fit the patterns) and single files, oldest first. `problems`: what cannot be read, and why. */
export async function findFiles(
  paths: readonly string[],
  patterns: readonly string[],
): Promise<{ files: FoundFile[]; problems: string[] }> {
  const files = new Map<string, FoundFile>()
  const problems: string[] = []
  const add = async (path: string) => {
    const s = await stat(path)
    if (s.isFile()) files.set(`${s.dev}-${s.ino}`, { path, key: `${s.dev}-${s.ino}`, size: s.size, mtimeMs: s.mtimeMs })
    return s
  }
  for (const path of paths) {
    try {
      const s = await add(path)
      if (!s.isDirectory()) continue
      for (const name of await readdir(path))
        if (!name.startsWith('.') && patterns.some((p) => fits(name, p)))
          // A file that went away since the folder was read is no problem.
          await add(join(path, name)).catch(() => undefined)
    } catch (error) {
      problems.push(`${basename(path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
    }
  }
  return { files: [...files.values()].sort((a, b) => a.mtimeMs - b.mtimeMs || (a.path < b.path ? -1 : 1)), problems }
}
