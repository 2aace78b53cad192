import { classAt, codePoint, DIGIT, foldOf, INVISIBLE } from './character.ts'
import { limitNorm } from './limit.ts'
import type { Token } from './token.ts'

const UNDERSCORE = 0x5f

/** Letters and digits of every script, their signs, and the underscore. */
function isTagPart(text: string, i: number): boolean {
  const k = classAt(text, i)
  return (k >= DIGIT && k <= INVISIBLE) || text.charCodeAt(i) === UNDERSCORE
}

/** Reads letters, digits and underscores from `from`; gives the offset behind them. */
function runEnd(text: string, from: number): number {
  let i = from
  while (i < text.length && isTagPart(text, i)) i += codePoint(text, i) > 0xffff ? 2 : 1
  return i
}

/** Normalises a stretch of text without regard to words: no elongation, no joining. */
export function foldRange(text: string, from: number, to: number): string {
  let out = ''
  for (let i = from; i < to; ) {
    const cp = codePoint(text, i)
    out += foldOf(cp)
    i += cp > 0xffff ? 2 : 1
  }
  return out
}

/** `#ing`, and Weibo's `#招商银行#`: at least one letter, no blank inside. Gives the offset behind it, or `at` when it is none. */
export function scanHashtag(text: string, at: number, out: Token[]): number {
  const end = runEnd(text, at + 1)
  if (end === at + 1) return at
  const body = foldRange(text, at + 1, end)
  if (!/[^0-9_]/.test(body)) return at
  // Weibo closes its hashtags; elsewhere a second # begins the next one.
  const close = end < text.length && foldOf(text.charCodeAt(end)) === '#' && /\p{Script=Han}/u.test(body)
  out.push({ norm: limitNorm(`#${body}`), start: at, end: close ? end + 1 : end, kind: 'hashtag' })
  return close ? end + 1 : end
}

/** `@ing`, `@ing.bsky.social`, `@ing@mastodon.nl`, `@中国银行`. Gives the offset behind it, or `at` when it is none. */
export function scanHandle(text: string, at: number, out: Token[]): number {
  let end = runEnd(text, at + 1)
  if (end === at + 1) return at
  end = hostEnd(text, end)
  if (text.charCodeAt(end) === 0x40) {
    const host = runEnd(text, end + 1)
    const whole = hostEnd(text, host)
    if (whole > host) end = whole
  }
  const body = foldRange(text, at + 1, end)
  if (body === '') return at
  out.push({ norm: limitNorm(`@${body}`), start: at, end, kind: 'handle' })
  return end
}

/** Goes on over `.label` and `-label` as hosts have them: a dot or dash with an ASCII letter or digit directly behind it. */
function hostEnd(text: string, from: number): number {
  let i = from
  for (;;) {
    const c = text.charCodeAt(i)
    if (c !== 0x2e && c !== 0x2d) return i
    const d = text.charCodeAt(i + 1)
    if (!((d >= 97 && d <= 122) || (d >= 48 && d <= 57))) return i
    i += 2
    while (i < text.length && text.charCodeAt(i) < 128 && isTagPart(text, i)) i++
  }
}
