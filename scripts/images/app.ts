import { join } from 'node:path'
import { docker } from './engine.ts'
import { NODE_IMAGE } from './images.ts'
import { buildPackages, PACKAGES_IMAGE } from './packages.ts'
import { ROOT } from './root.ts'

/** Moodlight's own image, as deploy/compose.yaml names it. */
export const APP_IMAGE = 'moodlight:local'

/** Builds it from this checkout. Packages are got on this machine; the build itself needs no network. */
export function buildApp(): void {
  buildPackages()
  const args = ['--build-arg', `BASE=${NODE_IMAGE}`, '--build-arg', `PACKAGES=${PACKAGES_IMAGE}`]
  docker('build', '--quiet', ...args, '--file', join(ROOT, 'deploy/Dockerfile'), '--tag', APP_IMAGE, ROOT)
}
