import { languageCode, UNKNOWN_LANGUAGE } from '@moodlight/core'
import { franc } from 'franc'

/** Characters read by `franc`, which is slow and only asked about texts the models do not know. */
const MOST = 400

/** The language of a longer text by `franc` (the long tail of 187 languages), or null. */
export function longTail(text: string): string | null {
  const code = franc(text.slice(0, MOST), { minLength: 20 })
  return code === UNKNOWN_LANGUAGE ? null : languageCode(code)
}
