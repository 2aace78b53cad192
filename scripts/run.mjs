// Runs a script of this folder under Node 24: node scripts/run.mjs scripts/generate/all.ts --check
import { ensureInstalled, ROOT, runNode } from './bootstrap.mjs'

ensureInstalled()
process.exitCode = await runNode(process.argv.slice(2), { cwd: ROOT })
