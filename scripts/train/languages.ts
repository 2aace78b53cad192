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
  /** Share of features left out at random while training. */
  readonly dropped: number
  /** How much of a naive Bayes model the weights begin with. */
  readonly bayes: number
  readonly lists: readonly string[]
  /** Models averaged. */
  readonly members: number
  /** The network beside the linear model: what it is trained with, and how much its word adds. Null for none. */
  readonly net: { readonly epochs: number; readonly dropped: number; readonly share: number } | null
  /** Weight of a row about a target against one about a whole text; 0 leaves them out. */
  readonly targetWeight: number
}

const common = {
  epochs: 5,
  rate: 0.2,
  setRate: 0,
  classPower: 0.5,
  dropped: 0.4,
  bayes: 0,
  targetWeight: 0.7,
  members: 2,
  net: null,
}
const large = { ...common, bits: 22 }
const small = { ...common, bits: 19, lists: [] }
const long = { epochs: 8, dropped: 0.2, members: 3 }

/**
 * A language is here when it has a set with neutral rows that was labelled in the language itself, and its model passes on `dev`: macro-F1 of at
 * least 0.55 on average over such sets, and each label the likeliest one for its own class (a test checks it).
 * Word lists are those whose licence lets their content be passed on: MIT, BSD, Apache, PDDL, CC BY.
 */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  eng: {
    ...large,
    data: 'en',
    net: { epochs: 3, dropped: 0.3, share: 0.3 },
    epochs: 7,
    dropped: 0,
    bayes: 0.1,
    classPower: 0.6,
    members: 3,
    lists: ['en-vader', 'en-bingliu', 'en-afinn', 'en-pattern', 'en-textgain_pov'],
  },
  nld: {
    ...large,
    data: 'nl',
    net: { epochs: 4, dropped: 0.5, share: 0.6 },
    epochs: 6,
    dropped: 0.3,
    bayes: 0.2,
    members: 3,
    lists: ['nl-pattern', 'nl-pattern_moors_t035', 'nl-moors', 'nl-textgain_pov', 'nl-afinn165mt'],
  },
  zho: {
    ...large,
    data: 'zh',
    rate: 0.15,
    epochs: 5,
    dropped: 0.1,
    bayes: 0.2,
    classPower: 0.4,
    targetWeight: 0.3,
    lists: [],
  },
  fas: {
    ...large,
    data: 'fa',
    net: { epochs: 4, dropped: 0.5, share: 0.6 },
    epochs: 6,
    bayes: 0.2,
    lists: ['fa-afinn165mt'],
  },
  ara: { ...small, data: 'ar' },
  deu: { ...small, ...long, data: 'de', lists: ['de-textgain_pov', 'de-afinn165mt'] },
  spa: { ...small, data: 'es', classPower: 1 },
  fra: { ...small, data: 'fr' },
  ita: { ...small, data: 'it' },
  por: { ...small, ...long, data: 'pt', classPower: 0.8 },
  ind: { ...small, ...long, data: 'id' },
  kor: { ...small, data: 'ko', epochs: 3, members: 1 },
  fin: { ...small, ...long, data: 'fi', dropped: 0 },
}

/** Sets whose licence forbids commercial use: measured on, never trained on. */
export const NOT_TRAINED: ReadonlySet<string> = new Set([
  'armanemo',
  'parsinlu_food',
  'parsinlu_movie',
  'amazon_multi',
  'social',
])
