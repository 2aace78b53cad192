/** node scripts/train/teacher/pack.ts LANGUAGE FILE: keeps what the teacher said (lines of JSON) by hash of the text. */
import { labelsOf, packLabels } from './labels.ts'

const [language, file] = process.argv.slice(2)
if (!language || !file) throw new Error('usage: pack.ts LANGUAGE FILE')
packLabels(labelsOf(language), file)
