import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Generated, generators } from './generators.ts'

/**
 * Writes every derived file, or with --check fails when one is stale:
 *   node scripts/run.mjs scripts/generate/all.ts [--check]
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const check = process.argv.includes('--check')

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Files of an owned folder that no generator made are left-overs of a former name. */
function leftOvers(generated: Generated): string[] {
  if (!generated.ownsFolder) return []
  const folder = join(root, generated.ownsFolder)
  const wanted = new Set(generated.files.keys())
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => relative(root, join(folder, name)))
    .filter((path) => path.endsWith('.json') && !wanted.has(path))
}

let stale = 0
for (const generate of generators) {
  const generated = await generate()
  for (const [path, text] of generated.files) {
    if (read(join(root, path)) === text) continue
    stale++
    if (check) console.log(`stale: ${path}`)
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
      console.log(`wrote ${path}`)
    }
  }
  if (check || !generated.ownsFolder) {
    for (const path of check ? leftOvers(generated) : []) {
      stale++
      console.log(`left over: ${path}`)
    }
  } else for (const path of leftOvers(generated)) rmSync(join(root, path))
}
if (check && stale > 0) console.log('Make them again: npm run generate')
process.exitCode = check && stale > 0 ? 1 : 0
