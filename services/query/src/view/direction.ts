/** Languages written from right to left, ISO 639-3. */
const RTL = new Set(['ara', 'fas', 'prs', 'heb', 'urd', 'pus', 'ckb', 'snd', 'uig', 'yid', 'div', 'arz', 'ary', 'apc'])
const STRONG = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}]|\p{L}/u
const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}]/u

/** How a text runs: by its language, and where that is unknown by its first letter (the rule of `dir=auto`). */
export function direction(language: string, text: string): 'ltr' | 'rtl' {
  if (RTL.has(language)) return 'rtl'
  if (language !== 'und') return 'ltr'
  return RTL_LETTER.test(STRONG.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr'
}
