import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { serversFolder } from '@moodlight/servers'
import { debianTools } from './tools.ts'

const PULL_MS = 15 * 60_000
const ASK_MS = 30_000

const quiet = (args: readonly string[], timeout: number): boolean =>
  spawnSync('docker', args, { stdio: 'ignore', timeout }).status === 0

/** Whether a Docker engine answers. */
export const engineAnswers = (): boolean => quiet(['version', '--format', '{{.Server.Version}}'], ASK_MS)

/** Whether the engine has the image already. */
export const isHere = (name: string): boolean => quiet(['image', 'inspect', name], ASK_MS)

/** Whether the engine has the image, or gets it from its registry now. */
export function hasImage(name: string): boolean {
  if (isHere(name)) return true
  // Asked first, since a pull from a registry that nobody reaches is tried for long.
  return quiet(['manifest', 'inspect', name], ASK_MS) && quiet(['pull', '--quiet', name], PULL_MS)
}

/** Runs docker and gives what it wrote. @throws with what it wrote to standard error */
export function docker(...args: readonly string[]): string {
  // The classic builder needs nothing beside the engine.
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  return execFileSync('docker', args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 })
}

/**
 * A Docker engine, and what ends it again; one that runs already is left as it is. Otherwise Debian's is installed where it is missing and
 * started with its data beside the servers' programs, for which this must be root.
 * @throws when there is none and none can be started
 */
export async function startEngine(): Promise<() => Promise<void>> {
  if (engineAnswers()) return async () => {}
  const missing = debianTools({ docker: 'docker.io', dockerd: 'docker.io' })
  if (missing !== null) throw new Error(`No Docker engine answers, and none can be started: ${missing}.`)
  const folder = join(serversFolder(), 'docker')
  mkdirSync(folder, { recursive: true })
  const log = openSync(join(folder, 'dockerd.log'), 'a')
  const child = spawn('dockerd', ['--data-root', join(folder, 'data')], { detached: true, stdio: ['ignore', log, log] })
  let ended: string | null = null
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code) => {
    ended = `it ended with ${code}`
  })
  for (let waited = 0; !engineAnswers(); waited++) {
    if (ended !== null || waited > 60) {
      child.kill('SIGTERM')
      throw new Error(`No Docker engine answers, and dockerd could not be started: ${ended ?? 'it takes too long'}.`)
    }
    await sleep(1000)
  }
  child.unref()
  return async () => {
    child.kill('SIGTERM')
    while (ended === null) await sleep(100)
  }
}
