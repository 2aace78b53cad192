import type { Span } from '@moodlight/core'
import type { Token } from '@moodlight/text'

/** What the rules see of a text: words, and signs for names, links, numbers, questions and pauses. */
export interface Units {
  readonly keys: readonly string[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Number of the sentence per unit. */
  readonly sentences: readonly number[]
}

export const TARGET = '<b>'
export const OTHER = '<o>'
export const NUMBER = '<num>'
/** The first tokens of a text; later ones are not searched for an intent. */
const MOST_TOKENS = 600

const ENDS_SENTENCE = /^[.!?。！？؟…]/
const QUESTION = /^[?？؟]/
const PAUSE = /^[,;:，；：،؛、—–|]/
const CURRENCY = /^[€$£¥]/

/** Cuts the tokens of a text into units. A name is one unit, whatever it is written as. */
export function unitsOf(
  text: string,
  tokens: readonly Token[],
  target: readonly Span[],
  others: readonly Span[],
): Units {
  const keys: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  const sentences: number[] = []
  let sentence = 0
  let begun = false
  let end = 0
  const put = (key: string, token: Token): void => {
    keys.push(key)
    starts.push(token.start)
    ends.push(token.end)
    sentences.push(sentence)
  }
  for (let i = 0; i < tokens.length && i < MOST_TOKENS; i++) {
    const token = tokens[i]!
    if (begun && hasBreak(text, end, token.start)) {
      sentence++
      begun = false
    }
    end = token.end
    const name = within(target, token) ? TARGET : within(others, token) ? OTHER : null
    if (name !== null) {
      const last = keys.length - 1
      if (begun && keys[last] === name) ends[last] = token.end
      else put(name, token)
      begun = true
    } else if (token.kind === 'mark') {
      const { norm } = token
      if (ENDS_SENTENCE.test(norm)) {
        if (norm === '.' && tokens[i + 1]?.start === token.end && tokens[i + 1]?.kind !== 'mark') continue
        if (!begun) {
          // "?!" and "!?" ask as "?" does.
          if (QUESTION.test(norm) && keys.length > 0 && keys.at(-1) === '<!>') keys[keys.length - 1] = '<?>'
          continue
        }
        if (QUESTION.test(norm)) put('<?>', token)
        else if (norm[0] === '!' || norm[0] === '！') put('<!>', token)
        sentence++
        begun = false
      } else if (PAUSE.test(norm)) put(',', token)
      else if (CURRENCY.test(norm) || norm === '%') put(norm[0]!, token)
    } else {
      put(token.kind === 'url' ? '<url>' : token.kind === 'handle' ? '<handle>' : token.norm, token)
      begun = true
    }
  }
  return { keys, starts, ends, sentences }
}

function hasBreak(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) return true
  return false
}

function within(spans: readonly Span[], token: Token): boolean {
  for (const span of spans) if (token.start < span.end && span.start < token.end) return true
  return false
}
