/**
 * How common a language is among public posts, as log-odds against a rare one: a single word that is both English and Tsonga is
 * English. Rough by intent, and outweighed by a few words of text.
 */
const COMMON: Readonly<Record<string, number>> = {
  eng: 1.6,
  nld: 0.8,
  afr: 0.5,
  spa: 0.6,
  por: 0.6,
  deu: 0.6,
  fra: 0.6,
  ita: 0.5,
  swe: 0.3,
  dan: 0.3,
  ind: 0.4,
  tur: 0.4,
  rus: 0.4,
}

export const prior = (language: string): number => COMMON[language] ?? 0
