/**
 * `pnpm train`: makes every model and the data card from the labelled text in MOODLIGHT_SHARED (default ../shared). Two cores, minutes;
 * the same data give the same bytes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DATA } from './data.ts'

if (!existsSync(DATA)) {
  console.error(`no labelled text at ${DATA}: set MOODLIGHT_SHARED to the folder that holds data/`)
  process.exit(1)
}
for (const script of ['language.ts', 'sentiment.ts', 'data-card.ts']) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script)], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
