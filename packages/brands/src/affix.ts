import { ARABIC, classAt, codePoint, DROPPED, foldOf, HANGUL, INVISIBLE } from '@moodlight/text'
import { before } from './neighbour.ts'

/** Persian endings that make no other word of a name: plural, its forms, the object sign. */
const ENDINGS = new Set(
  'ها های هایی هایم هایت هایش هایمان هایتان هایشان را رو یها ای یی اش ات ام مان تان شان ان'.split(' '),
)
/** Endings of one letter: with a half-space they are endings, joined they may as well make another word (ملتی). */
const SHORT_ENDINGS = new Set(['ی', 'م', 'ت', 'ش', 'و', 'ه'])
/** Arabic and Persian words of one letter that are written joined, and the article. */
const BEGINNINGS = new Set(['و', 'ب', 'ل', 'ف', 'ک', 'ال', 'وال', 'بال', 'فال', 'کال', 'لل'])
/** Korean particles behind a noun. */
const PARTICLES = new Set(
  '은 는 이 가 을 를 의 에 에서 에게 로 으로 와 과 도 만 께 한테 까지 부터 보다 처럼 이나 나 이라 라 이라고 라고 입니다 이다 이란 란 측 들'.split(
    ' ',
  ),
)
const MAX_AFFIX = 12

/** What is written joined to a name: its letters, or null when there are more than an affix has. */
function read(text: string, from: number, step: 1 | -1, script: number): string | null {
  let out = ''
  let i = from
  for (let k = 0; k < 3 * MAX_AFFIX; k++) {
    if (step < 0 ? i <= 0 : i >= text.length) return out
    const at = step < 0 ? before(text, i) : i
    const c = classAt(text, at)
    if (c === script) out = step < 0 ? foldOf(codePoint(text, at)) + out : out + foldOf(codePoint(text, at))
    else if (c !== DROPPED && c !== INVISIBLE) return out
    if (out.length > MAX_AFFIX) return null
    i = step < 0 ? at : at + (codePoint(text, at) > 0xffff ? 2 : 1)
  }
  return null
}

export type Side = 'plain' | 'suffix' | 'attached-suffix' | 'attached-prefix' | 'attached' | 'inside-word'

/** What the letters of Arabic script before a name make of it. */
export function arabicLeft(text: string, start: number, halfSpace: boolean): Side {
  const part = read(text, start, -1, ARABIC)
  if (part !== null && BEGINNINGS.has(part)) return 'attached-prefix'
  return halfSpace ? 'attached' : 'inside-word'
}

/** What the letters of Arabic script behind a name make of it. */
export function arabicRight(text: string, end: number, halfSpace: boolean): Side {
  const part = read(text, end, 1, ARABIC)
  if (part !== null && ENDINGS.has(part)) return 'suffix'
  if (part !== null && SHORT_ENDINGS.has(part)) return halfSpace ? 'suffix' : 'attached-suffix'
  return halfSpace ? 'attached' : 'inside-word'
}

/** Korean words take particles; longer words may be other words. */
export function hangulRight(text: string, end: number): Side {
  const part = read(text, end, 1, HANGUL)
  return part !== null && PARTICLES.has(part) ? 'suffix' : 'attached-suffix'
}
