import { join } from 'node:path'
import { unitOf } from '../../packages/sentiment/src/model/units.ts'
import { WordScores } from '../../packages/sentiment/src/model/word-scores.ts'
import { tokenize } from '../../packages/text/src/index.ts'
import { DATA, rows } from './data.ts'

/** Word lists by file name as scores, one word each; null when there are none. */
export function lists(names: readonly string[]): WordScores | null {
  if (names.length === 0) return null
  return WordScores.of(
    names.map((name) => {
      const words = rows(join(DATA, 'lexicon', `${name}.tsv.gz`)).map(
        ([word, score]) => [word ?? '', Number(score)] as const,
      )
      const full = Math.max(...words.map(([, score]) => Math.abs(score) || 0)) || 1
      return words.flatMap(([word, score]) => {
        const tokens = tokenize(word)
        return tokens.length === 1 && Number.isFinite(score) && score !== 0
          ? [[unitOf(tokens[0]!), score / full] as const]
          : []
      })
    }),
  )
}
