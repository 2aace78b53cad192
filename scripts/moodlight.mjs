// npm run -s moodlight -- COMMAND: the command line, with what it needs brought first. Relative paths are the caller's.
import { join } from 'node:path'
import { ensureInstalled, ensurePage, ROOT, runNode } from './bootstrap.mjs'

const args = process.argv.slice(2)
ensureInstalled()
if (args[0] === 'up') ensurePage()
const cwd = process.env.INIT_CWD ?? process.cwd()
process.exitCode = await runNode([join(ROOT, 'services', 'moodlight', 'src', 'main.ts'), ...args], { cwd })
