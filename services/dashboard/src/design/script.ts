const SHORT: Readonly<Record<string, string>> = {
  eng: 'en',
  nld: 'nl',
  zho: 'zh',
  fas: 'fa',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  ara: 'ar',
  tur: 'tr',
}
const RIGHT_TO_LEFT = new Set(['fas', 'ara', 'heb', 'urd', 'ckb', 'pus', 'snd', 'uig', 'yid', 'div'])

/** The value of a lang attribute: browsers choose fonts by the two-letter code where there is one. */
export const htmlLang = (code: string): string | undefined => (code === 'und' ? undefined : (SHORT[code] ?? code))

/** The direction of a language; `auto` where it is not known. */
export const direction = (code: string): 'rtl' | 'ltr' | 'auto' =>
  code === 'und' ? 'auto' : RIGHT_TO_LEFT.has(code) ? 'rtl' : 'ltr'
