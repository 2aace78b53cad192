/** Languages of the first rank, in the order of the page. */
export const FIRST = ['eng', 'nld', 'zho', 'fas'] as const

const NAMES: Readonly<Record<string, string>> = {
  eng: 'English',
  nld: 'Dutch',
  zho: 'Chinese',
  fas: 'Persian',
  ara: 'Arabic',
  dan: 'Danish',
  deu: 'German',
  spa: 'Spanish',
  fin: 'Finnish',
  fra: 'French',
  hin: 'Hindi',
  ind: 'Indonesian',
  ita: 'Italian',
  jpn: 'Japanese',
  kor: 'Korean',
  nor: 'Norwegian',
  pol: 'Polish',
  por: 'Portuguese',
  rus: 'Russian',
  swe: 'Swedish',
  tur: 'Turkish',
}
export const nameOf = (language: string): string => NAMES[language] ?? language
