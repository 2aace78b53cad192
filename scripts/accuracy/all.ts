/**
 * `pnpm accuracy`: measures everything and writes docs/accuracy.md. Needs the labelled text of MOODLIGHT_SHARED (default ../shared). The same
 * models and data give the same bytes; `--date YYYY-MM-DD` states the day, which else stays as long as models and data do; `--out FILE` writes it
 * elsewhere.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { languageCode } from '../../packages/core/src/index.ts'
import { createDetector } from '../../packages/language/src/index.ts'
import { createSentiment } from '../../packages/sentiment/src/index.ts'
import { readCard, trainedLanguages } from '../../packages/sentiment/src/model/card.ts'
import { DATA } from '../train/data.ts'
import { measureAbstention } from './abstention.ts'
import { biasSection, coverageFloors } from './bias.ts'
import { brandFigures, brandFloors, brandsSection } from './brands.ts'
import {
  abstentionFloors,
  calibrationFloors,
  evidenceFloors,
  intentFloors,
  languageFloors,
  sentimentFloors,
  targetedFloors,
} from './floors.ts'
import { dataHash, modelHashes, ownDataHash } from './hashes.ts'
import { measureLanguage } from './language.ts'
import { losses } from './losses.ts'
import { FIRST } from './names.ts'
import { contrast, intents } from './own-sets.ts'
import { page } from './page.ts'
import { measureSentiment } from './sentiment.ts'
import { measureTargeted } from './targeted.ts'

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at > 0 ? process.argv[at + 1] : undefined
}
const PAGE = option('--out') ?? join(import.meta.dirname, '../../docs/accuracy.md')

if (!existsSync(DATA)) {
  console.error(`no labelled text at ${DATA}: set MOODLIGHT_SHARED to the folder that holds data/`)
  process.exit(1)
}

/** Two-letter names of the files of a folder whose language has a model, those of the first rank first. */
function languagesOf(folder: string, covers: (language: string) => boolean): (readonly [string, string])[] {
  const rank = (language: string): number => (FIRST as readonly string[]).indexOf(language) >>> 0
  return readdirSync(join(DATA, folder))
    .filter((name) => name.endsWith('.dev.tsv.gz'))
    .map((name) => [languageCode(name.slice(0, 2)) ?? '', name.slice(0, 2)] as const)
    .filter(([language]) => covers(language))
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

const started = performance.now()
const tell = (what: string): void => console.error(`${((performance.now() - started) / 1000).toFixed(0)} s  ${what}`)

const detector = createDetector()
const sentiment = createSentiment()
const results = languagesOf('sentiment', sentiment.covers).map(([language, two]) => {
  tell(`sentiment, ${language}`)
  return measureSentiment(sentiment, language, two)
})
const targeted = []
for (const [language, two] of languagesOf('targeted', sentiment.covers)) {
  tell(`targeted, ${language}`)
  targeted.push(await measureTargeted(detector, sentiment, language, two))
}
tell('language')
const language = measureLanguage(detector)
tell('abstention')
const abstention = measureAbstention(detector, sentiment)
tell('sets written by us')
const twoBrands = contrast(sentiment)
const { rows: intentRows, silence } = intents()
const brands = brandFigures()
const calibration = trainedLanguages().map((code) => ({ language: code, crossFitted: readCard(code).calibrationError }))
const floors = [
  ...sentimentFloors(results),
  ...targetedFloors(targeted),
  ...evidenceFloors(results),
  ...calibrationFloors(calibration),
  ...coverageFloors(),
  ...languageFloors(language),
  ...abstentionFloors(abstention),
  ...brandFloors(brands),
  ...intentFloors(intentRows),
]
const hashes = modelHashes()
const data = dataHash()
const ownData = ownDataHash()
const told = losses({ floors, sentiment: results, language, contrast: twoBrands, intents: intentRows })
const text = page({
  date: dateOf([...Object.values(hashes), data, ownData]),
  hashes,
  data,
  ownData,
  losses: told,
  floors,
  sentiment: results,
  calibration,
  targeted,
  contrast: twoBrands,
  language,
  abstention,
  intents: intentRows,
  silence,
  more: [...brandsSection(brands), ...biasSection()],
})
writeFileSync(PAGE, text)
tell(`${PAGE}: ${floors.filter((f) => f.met).length} of ${floors.length} reached, ${told.length} losses told`)

/** The day given; else the one that stands in the page of the same hashes; else today. */
function dateOf(made: readonly string[]): string {
  const given = option('--date')
  if (given !== undefined) return given
  const before = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
  const day = /^Taken on (\d{4}-\d\d-\d\d)\./m.exec(before)?.[1]
  return day !== undefined && made.every((hash) => before.includes(hash)) ? day : new Date().toISOString().slice(0, 10)
}
