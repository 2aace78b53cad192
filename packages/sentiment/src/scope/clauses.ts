import { type Token, tokenize } from '@moodlight/text'
import { Phrases } from '../phrases.ts'
import { CONTRAST, TOGETHER } from './contrast.ts'

/** A stretch of tokens [from, to) about one matter. */
export interface Clause {
  from: number
  to: number
  /** Number of the sentence it stands in. */
  sentence: number
  /** What is said here is said of all brands together. */
  together: boolean
  /** Begins with a word that turns from one matter to another. */
  contrast: boolean
}

const SENTENCE_END = /^[.!?。！？؟…]/
const PAUSE = /^[,;:，；：،؛、—–|]/

function phrasesOf(list: readonly string[] | undefined): Phrases<true> {
  const phrases = new Phrases<true>()
  for (const entry of list ?? [])
    phrases.add(
      tokenize(entry).map((token) => token.norm),
      true,
    )
  return phrases
}

/** Cuts texts of one language into clauses: at sentence ends, line breaks, pauses and words of contrast. */
export function createClauses(language: string): (text: string, tokens: readonly Token[]) => Clause[] {
  const contrast = phrasesOf(CONTRAST[language])
  const together = phrasesOf(TOGETHER[language])
  return (text, tokens) => {
    const clauses: Clause[] = []
    let from = 0
    let sentence = 0
    let all = false
    let turned = false
    const cut = (to: number): void => {
      if (to > from) clauses.push({ from, to, sentence, together: all, contrast: turned })
      from = to
      all = false
      turned = false
    }
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!
      const before = tokens[i - 1]
      if (before && text.slice(before.end, token.start).includes('\n')) {
        cut(i)
        sentence++
      }
      if (token.kind === 'mark') {
        if (SENTENCE_END.test(token.norm) && isEnd(tokens, i)) {
          cut(i + 1)
          sentence++
        } else if (PAUSE.test(token.norm)) cut(i + 1)
        continue
      }
      if (contrast.match(tokens, i)) {
        cut(i)
        turned = true
      }
      if (together.match(tokens, i)) all = true
    }
    cut(tokens.length)
    return clauses
  }
}

/** A full stop between two signs without a blank, as in "bol.com" or "3.5", ends nothing. */
function isEnd(tokens: readonly Token[], i: number): boolean {
  if (tokens[i]!.norm !== '.') return true
  const before = tokens[i - 1]
  const after = tokens[i + 1]
  return !(before && after && before.end === tokens[i]!.start && after.start === tokens[i]!.end)
}
