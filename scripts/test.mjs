// npm test: brings what is missing, then the checks of the house and every fast test, and one closing line that counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled, ensurePage, NODE, ROOT } from './bootstrap.mjs'

const SUITES = {
  unit: { config: 'test/vitest.config.ts' },
  int: { config: 'test/vitest.int.config.ts' },
  shared: { config: 'test/vitest.shared.config.ts' },
  browser: { config: 'test/browser/vitest.config.ts' },
  crash: { config: 'test/crash/vitest.config.ts' },
  cluster: { config: 'test/vitest.cluster.config.ts' },
  deploy: { config: 'test/deploy/vitest.config.ts' },
  // The long form of the faults in the suite before, on servers of its own: 100,000 ids, 100 kills.
  faults: {
    config: 'test/vitest.cluster.config.ts',
    only: ['test/cluster/faults'],
    env: { MOODLIGHT_FAULTS: 'long', MOODLIGHT_TEST_SERVERS: 'none' },
  },
}

ensureInstalled()
const [first, ...others] = process.argv.slice(2)
const suite = first && Object.hasOwn(SUITES, first) ? first : 'unit'
const rest = suite === first ? others : process.argv.slice(2)
if (suite !== 'unit') ensurePage()

const { env = {}, only = [] } = SUITES[suite]
const run = (args) =>
  spawnSync(NODE, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
const checked = suite !== 'unit' || rest.length > 0 || run(['scripts/check.ts'])

const folder = mkdtempSync(join(tmpdir(), 'moodlight-test-'))
const report = join(folder, 'report.json')
const passed = run([
  'node_modules/vitest/vitest.mjs',
  'run',
  '--config',
  SUITES[suite].config,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...only,
  ...rest,
])
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
  const skipped = numPendingTests + numTodoTests
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${skipped} skipped`)
} catch {
  console.log('0 passed, 1 failed')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
if (!checked) console.error('The checks of the house failed: see above.')
process.exitCode = passed && checked ? 0 : 1
