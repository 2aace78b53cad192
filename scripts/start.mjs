// npm start: brings what is missing, builds the page, starts everything in one process.
import { join } from 'node:path'
import { ensureInstalled, ensurePage, ROOT, runNode } from './bootstrap.mjs'

ensureInstalled()
ensurePage()
process.exitCode = await runNode([
  join(ROOT, 'services', 'moodlight', 'src', 'main.ts'),
  'up',
  ...process.argv.slice(2),
])
