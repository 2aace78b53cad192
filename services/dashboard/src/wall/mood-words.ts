import type { Mood } from '../api/contract.ts'
import type { Messages } from '../i18n/en.ts'
import type { Format } from '../i18n/format.ts'

/** The word beside the shape: the mood, or for grey the reason in a word or two. */
export function moodWord(mood: Pick<Mood, 'colour' | 'reason'>, t: Messages, f: Format): string {
  if (mood.colour !== 'grey') return t.colour[mood.colour]
  const { code, have, need } = mood.reason
  if (code === 'too-few') return t.reason['too-few'](f.whole(have ?? 0), f.whole(need ?? 0))
  return code in t.greyWord ? t.greyWord[code as keyof typeof t.greyWord] : t.colour.grey
}

/** The same where there is hardly room: without figures. */
export function shortMoodWord(mood: Pick<Mood, 'colour' | 'reason'>, t: Messages, f: Format): string {
  return mood.colour === 'grey' && mood.reason.code === 'too-few' ? t.tooFew : moodWord(mood, t, f)
}

/** The reason of a colour as a clause. */
export function reasonWords(mood: Pick<Mood, 'reason'>, t: Messages, f: Format): string {
  const { code, have, need } = mood.reason
  if (code === 'too-few') return t.reason['too-few'](f.whole(have ?? 0), f.whole(need ?? 0))
  if (code === 'mostly-unscored') return t.reason['mostly-unscored'](f.percent(have ?? 0))
  return t.reason[code]
}
