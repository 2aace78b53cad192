import type { Span } from '@moodlight/core'
import type { Token } from '@moodlight/text'

/** What the rules see of a text: words, and signs for names, links, numbers, questions and pauses. */
export interface Units {
  readonly keys: readonly string[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Number of the sentence per unit. */
  readonly sentences: readonly number[]
  /** Another brand is named too. */
  readonly rival: boolean
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
    } else {
      const key = keyOf(token)
      if (key === '.' || key === '<!>' || key === '<?>') {
        const inside = token.norm === '.' && tokens[i + 1]?.start === token.end && tokens[i + 1]?.kind !== 'mark'
        if (inside) continue
        if (begun && key !== '.') put(key, token)
        // "!?" asks as "?" does.
        else if (!begun && key === '<?>' && keys.at(-1) === '<!>') keys[keys.length - 1] = key
        if (begun) sentence++
        begun = false
      } else if (key !== null) {
        put(key, token)
        begun ||= token.kind !== 'mark'
      }
    }
  }
  return { keys, starts, ends, sentences, rival: others.length > 0 }
}

/** The sign or word that a token is for the rules; null: nothing. */
export function keyOf({ kind, norm }: Token): string | null {
  if (kind === 'url') return '<url>'
  if (kind === 'handle') return '<handle>'
  if (kind !== 'mark') return norm
  if (QUESTION.test(norm)) return '<?>'
  if (norm[0] === '!') return '<!>'
  if (ENDS_SENTENCE.test(norm)) return '.'
  if (PAUSE.test(norm)) return ','
  return CURRENCY.test(norm) || norm[0] === '%' ? norm[0]! : null
}

function hasBreak(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 10) return true
  return false
}

function within(spans: readonly Span[], token: Token): boolean {
  for (const span of spans) if (token.start < span.end && span.start < token.end) return true
  return false
}
