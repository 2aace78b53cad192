import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { docker } from './engine.ts'
import { debianTools } from './tools.ts'

const MIRROR = process.env['MOODLIGHT_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian'
export const SUITE = 'trixie'

/** A root file system of Debian's essential packages and `packages`, made from its archive (mmdebstrap), as an image. */
export async function debianImage(name: string, packages: readonly string[]): Promise<void> {
  const missing = debianTools({ mmdebstrap: 'mmdebstrap' })
  if (missing !== null) throw new Error(`${name} cannot be made from Debian's archive: ${missing}.`)
  const make = spawn(
    'mmdebstrap',
    [
      '--quiet',
      '--variant=essential',
      `--include=${packages.join(',')}`,
      '--aptopt=Acquire::Languages "none"',
      '--dpkgopt=path-exclude=/usr/share/doc/*',
      '--dpkgopt=path-exclude=/usr/share/locale/*',
      SUITE,
      '-',
      MIRROR,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const load = spawn('docker', ['import', '-', name], { stdio: [make.stdout, 'ignore', 'inherit'] })
  const [made, loaded] = await Promise.all([once(make, 'exit'), once(load, 'exit')])
  if (made[0] === 0 && loaded[0] === 0) return
  // What was made of a part of it must not pass for the image the next time.
  if (loaded[0] === 0) docker('rmi', name)
  throw new Error(`${name} could not be made from Debian's archive.`)
}

/** The version of a program in an image. */
export const saysIn = (image: string, ...command: readonly string[]): string =>
  docker('run', '--rm', '--network', 'none', image, ...command)
