import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createIntent } from '../../packages/intent/src/index.ts'
import { createSentiment } from '../../packages/sentiment/src/index.ts'
import { DATA } from '../train/data.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What the page was made of. It is stale when one of the model hashes is another one. */
export interface Hashes {
  readonly sentiment: string
  readonly language: string
  readonly intent: string
}

/** A hash over names and bytes of all files in folders, sorted, so that it is the same on every machine. */
export function hashFiles(folders: readonly string[], wanted: (name: string) => boolean = () => true): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(folder, name)
      if (!wanted(name) || name.includes('node_modules')) continue
      if (!/\.[a-z]+$/.test(name)) continue
      hash.update(relative(folder, path)).update('\0').update(readFileSync(path)).update('\0')
    }
  }
  return hash.digest('hex').slice(0, 16)
}

/** The hashes of this checkout. */
export const modelHashes = (): Hashes => ({
  sentiment: createSentiment().hash,
  language: hashFiles([join(ROOT, 'packages/language/models')]),
  intent: createIntent().hash,
})

/** Hash of the labelled text of others that was measured on. */
export const dataHash = (): string =>
  hashFiles(
    ['sentiment', 'targeted', 'language'].map((folder) => join(DATA, folder)),
    (name) => name.endsWith('.dev.tsv.gz'),
  )

/** Folders of the sets written by us. */
export const OWN_SETS = ['sentiment/test/contrast', 'intent/test/sentences', 'brands/test/ambiguous'].map((folder) =>
  join(ROOT, 'packages', folder),
)
export const ownDataHash = (): string =>
  hashFiles(OWN_SETS, (name) => name.endsWith('.tsv') || name.includes('definitions'))
