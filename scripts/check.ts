import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The checks of the house: levels, generated files, lint and format, types. All of them run, then the verdict. */
const root = fileURLToPath(new URL('..', import.meta.url))

const CHECKS: readonly [name: string, command: string, args: readonly string[]][] = [
  ['levels and sizes', process.execPath, ['scripts/check-boundaries.ts']],
  ['generated files', process.execPath, ['scripts/generate/all.ts', '--check']],
  ['lint and format', 'node_modules/.bin/biome', ['check', '.']],
  ['types', process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.base.json']],
]

let failed = 0
for (const [name, command, args] of CHECKS) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`)
  if (status === 0) continue
  failed++
  console.log(`${stdout ?? ''}${stderr ?? ''}`.trim())
}
process.exitCode = failed === 0 ? 0 : 1
