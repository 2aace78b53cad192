import * as z from 'zod'

/** ISO 639-3, `und` for unknown. */
export const LanguageCode = z.string().regex(/^[a-z]{3}$/, 'an ISO 639-3 code such as eng')
export const UNKNOWN_LANGUAGE = 'und'

/** The languages of the first rank: interface, demo and models speak them. */
export const FIRST_LANGUAGES = ['eng', 'nld', 'zho', 'fas'] as const

const TWO_TO_THREE: Readonly<Record<string, string>> = {
  af: 'afr',
  ar: 'ara',
  az: 'aze',
  be: 'bel',
  bg: 'bul',
  bn: 'ben',
  bs: 'bos',
  ca: 'cat',
  cs: 'ces',
  cy: 'cym',
  da: 'dan',
  de: 'deu',
  el: 'ell',
  en: 'eng',
  eo: 'epo',
  es: 'spa',
  et: 'est',
  eu: 'eus',
  fa: 'fas',
  fi: 'fin',
  fr: 'fra',
  fy: 'fry',
  ga: 'gle',
  gl: 'glg',
  gu: 'guj',
  he: 'heb',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  hy: 'hye',
  id: 'ind',
  is: 'isl',
  it: 'ita',
  ja: 'jpn',
  ka: 'kat',
  kk: 'kaz',
  ko: 'kor',
  ku: 'kur',
  la: 'lat',
  lb: 'ltz',
  lt: 'lit',
  lv: 'lav',
  mk: 'mkd',
  mn: 'mon',
  mr: 'mar',
  ms: 'msa',
  nb: 'nob',
  nl: 'nld',
  nn: 'nno',
  no: 'nor',
  pa: 'pan',
  pl: 'pol',
  ps: 'pus',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sk: 'slk',
  sl: 'slv',
  so: 'som',
  sq: 'sqi',
  sr: 'srp',
  sv: 'swe',
  sw: 'swa',
  ta: 'tam',
  te: 'tel',
  tg: 'tgk',
  th: 'tha',
  tl: 'tgl',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  uz: 'uzb',
  vi: 'vie',
  xh: 'xho',
  yo: 'yor',
  zh: 'zho',
  zu: 'zul',
}
const ALIASES: Readonly<Record<string, string>> = {
  cmn: 'zho',
  pes: 'fas',
  prs: 'prs',
  chi: 'zho',
  per: 'fas',
  dut: 'nld',
  ger: 'deu',
  fre: 'fra',
}

/**
 * Reads a language code as people and sources write it (`nl`, `nl-NL`, `zh_Hans`, `cmn`, `pes`, `NLD`) and gives
 * ISO 639-3, or null when it is none.
 */
export function languageCode(input: string): string | null {
  const head = input.trim().toLowerCase().split(/[-_]/)[0] ?? ''
  if (head.length === 2) return TWO_TO_THREE[head] ?? null
  if (!/^[a-z]{3}$/.test(head)) return null
  return ALIASES[head] ?? head
}

/** The two-letter code where there is one (for `lang=` attributes and Intl), else the three-letter one. */
export function bcp47(code: string): string {
  for (const [two, three] of Object.entries(TWO_TO_THREE)) if (three === code) return two
  return code
}
