/**
 * `pnpm train`: makes every model and the data card from the labelled text in MOODLIGHT_SHARED (default ../shared). Two cores, minutes;
 * the same data give the same bytes. `pnpm train --bias` makes none, and measures instead how far nets are off on sets a model has not met.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DATA } from './data.ts'

if (!existsSync(DATA)) {
  console.error(`no labelled text at ${DATA}: set MOODLIGHT_SHARED to the folder that holds data/`)
  process.exit(1)
}
const bias = process.argv.includes('--bias')
for (const script of bias ? ['bias.ts'] : ['language.ts', 'sentiment.ts', 'towards.ts', 'intent.ts', 'data-card.ts']) {
  const rest = bias ? process.argv.slice(2) : []
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...rest], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
