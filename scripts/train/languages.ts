/** How each language is trained. What stands here won on `dev`; see docs/data-card.md. */
export interface Recipe {
  /** Two-letter name of the data files. */
  readonly data: string
  readonly bits: number
  readonly epochs: number
  readonly rate: number
  readonly setRate: number
  /** Weight of a class is (mean / its rows) to this power. */
  readonly classPower: number
  readonly lists: readonly string[]
}

const small = { bits: 19, epochs: 8, rate: 0.2, setRate: 0.02, classPower: 0.5 }
const large = { bits: 22, epochs: 8, rate: 0.2, setRate: 0.02, classPower: 0.5 }

/** Word lists are those whose licence lets their content be passed on: MIT, BSD, Apache, PDDL, CC BY. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  eng: {
    ...large,
    data: 'en',
    epochs: 5,
    rate: 0.1,
    lists: ['en-vader', 'en-bingliu', 'en-afinn', 'en-pattern', 'en-textgain_pov'],
  },
  nld: {
    ...large,
    data: 'nl',
    lists: ['nl-pattern', 'nl-pattern_moors_t035', 'nl-moors', 'nl-textgain_pov', 'nl-afinn165mt'],
  },
  zho: { ...large, data: 'zh', epochs: 5, rate: 0.1, lists: [] },
  fas: { ...large, data: 'fa', setRate: 0, lists: ['fa-afinn165mt'] },
  ara: { ...small, data: 'ar', lists: [] },
  deu: { ...small, data: 'de', lists: ['de-textgain_pov', 'de-afinn165mt'] },
  spa: { ...small, data: 'es', lists: [] },
  fra: { ...small, data: 'fr', lists: [] },
  ita: { ...small, data: 'it', lists: [] },
  por: { ...small, data: 'pt', lists: [] },
  ind: { ...small, data: 'id', lists: [] },
  kor: { ...small, data: 'ko', epochs: 4, lists: [] },
  fin: { ...small, data: 'fi', lists: [] },
}

/** Sets whose licence forbids commercial use: measured on, never trained on. */
export const NOT_TRAINED: ReadonlySet<string> = new Set([
  'armanemo',
  'parsinlu_food',
  'parsinlu_movie',
  'amazon_multi',
  'social',
])
