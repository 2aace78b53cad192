import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docker } from './engine.ts'
import { ROOT } from './root.ts'

/** The image with pnpm and all packages of the lock file that `deploy/Dockerfile` needs: for its build argument PACKAGES. */
export const PACKAGES_IMAGE = 'moodlight-packages'
const PNPM = 'pnpm@12.21.0'

/** Got on this machine, since a build sees no registry where none can be reached from containers. */
export function buildPackages(): void {
  const context = mkdtempSync(join(tmpdir(), 'moodlight-packages-'))
  const run = (cwd: string, command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd, env: { ...process.env, CI: 'true' }, stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    const packages = join(context, 'packages')
    mkdirSync(packages)
    writeFileSync(join(packages, 'package.json'), '{ "private": true }\n')
    run(packages, 'npm', 'install', '--silent', '--no-audit', '--no-fund', PNPM)
    // The manifests alone, so that nothing of the checkout is touched.
    const tree = join(context, 'tree')
    mkdirSync(tree)
    for (const name of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'])
      cpSync(join(ROOT, name), join(tree, name))
    for (const kind of ['packages', 'services'])
      for (const name of readdirSync(join(ROOT, kind))) {
        const manifest = join(ROOT, kind, name, 'package.json')
        if (!existsSync(manifest)) continue
        mkdirSync(join(tree, kind, name), { recursive: true })
        cpSync(manifest, join(tree, kind, name, 'package.json'))
      }
    const filters = ['--filter', '@moodlight/moodlight...', '--filter', '@moodlight/dashboard...']
    const pnpm = join(packages, 'node_modules/.bin/pnpm')
    const store = join(packages, 'store')
    run(tree, pnpm, 'install', '--frozen-lockfile', '--ignore-scripts', '--store-dir', store, ...filters)
    rmSync(tree, { recursive: true, force: true })
    writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY packages /opt/packages\nCOPY passwd /etc/passwd\n')
    writeFileSync(join(context, 'passwd'), '')
    docker('build', '--quiet', '--tag', PACKAGES_IMAGE, context)
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}
