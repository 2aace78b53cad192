/** Writes docs/intents.md: node packages/intent/test/write-page.ts */
import { writeFileSync } from 'node:fs'
import { page } from './page.ts'

writeFileSync(new URL('../../../docs/intents.md', import.meta.url), page())
