/**
 * How common a language is among public posts, as log-odds against a rare one: a single word that is both English and Tsonga is
 * English. Rough by intent, chosen on an eighth of the training part (never on what is reported), and outweighed by a few words.
 */
const COMMON: Readonly<Record<string, number>> = {
  eng: 2,
  nld: 0.8,
  spa: 0.4,
  por: 0.4,
  deu: 0.4,
  fra: 0.4,
  ita: 0.3,
  ind: 0.3,
  tur: 0.2,
  rus: 0.2,
}

export const prior = (language: string): number => COMMON[language] ?? 0
