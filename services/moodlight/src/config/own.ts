import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MoodlightError } from '@moodlight/core'

/** A brand's name as an id: `Café Zürich` → `cafe-zurich`; names in other scripts become `brand`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '')
  return slug === '' ? 'brand' : slug
}

const template = (
  id: string,
  name: string,
): string => `# Moodlight watches what stands here. Check it with: npm run -s moodlight -- check
# Every key is explained in docs/configuration.md.

brands:
  - id: ${id}
    label: ${JSON.stringify(name)}
    names:
      - ${JSON.stringify(name)}
      # An ambiguous name counts only where something says that you are meant:
      # - { text: ${JSON.stringify(name)}, needsContext: true }
    handles: []          # without the @
    hashtags: []         # without the #
    context: []          # words that make an ambiguous name certain
    ownAccounts: []      # network:handle of your own accounts: shown, and kept out of the mood
    rivals: []
    zone: Europe/Amsterdam

sources:
  # Every file put into this folder is read: JSON lines or CSV, packed or not (docs/sources.md).
  - id: inbox
    type: file
    paths: [./inbox]
  # News and blogs by RSS, Atom or JSON Feed:
  # - id: news
  #   type: feeds
  #   feeds:
  #     - https://news.example/rss.xml
  # Other programs send posts here, signed (docs/sources.md):
  # - id: hook
  #   type: webhook
  #   secrets: [{ env: MOODLIGHT_HOOK_SECRET }]
`

/**
 * Makes a data folder for a brand of one's own: a configuration to edit and an inbox. Returns the configuration's path.
 * What is there already stays as it is.
 */
export function makeOwn(folder: string, name: string): string {
  const path = join(folder, 'moodlight.yaml')
  try {
    mkdirSync(join(folder, 'inbox'), { recursive: true, mode: 0o700 })
    if (!existsSync(path)) writeFileSync(path, template(slugOf(name), name))
  } catch (cause) {
    throw new MoodlightError(
      'ML_DATA_UNWRITABLE',
      `The folder ${folder} cannot be written (${(cause as NodeJS.ErrnoException).code}).`,
      { cause },
    )
  }
  return path
}
