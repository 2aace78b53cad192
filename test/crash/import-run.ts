import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
}

/** The real command line, importing into a data folder with the brands of `config`. */
export function startImport(
  folder: string,
  config: string,
  file: string,
): { child: ChildProcess; ended: Promise<Ended> } {
  const main = join(ROOT, 'services', 'moodlight', 'src', 'main.ts')
  const child = spawn(
    process.execPath,
    [main, 'import', file, '--source', 'history', '--keep', 'all', '--data', folder, '--config', config],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4000)
  })
  const ended = new Promise<Ended>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal, stderr })))
  return { child, ended }
}

/** Kills the import after `ms`, or lets it end when it is faster. */
export async function killImport(folder: string, config: string, file: string, ms: number): Promise<Ended> {
  const { child, ended } = startImport(folder, config, file)
  const timer = setTimeout(() => child.kill('SIGKILL'), ms)
  const result = await ended
  clearTimeout(timer)
  return result
}
