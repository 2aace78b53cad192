import type { Brand } from '@moodlight/core'
import * as core from '@moodlight/core'
import type { DemoLanguage } from './texts/index.ts'

export type DemoBrand = 'velora' | 'brinkhof' | 'maravel' | 'solmark' | 'lantern'

/** How a brand is written in each language, most usual form first. */
export const SPELLINGS: Readonly<Record<DemoBrand, Readonly<Record<DemoLanguage, readonly string[]>>>> = {
  velora: {
    eng: ['Velora', 'Velora Bank'],
    nld: ['Velora', 'Velora Bank'],
    zho: ['维洛拉', '维洛拉银行'],
    fas: ['ولورا', 'بانک ولورا'],
  },
  brinkhof: {
    eng: ['Brinkhof', 'Brinkhof Bank'],
    nld: ['Brinkhof', 'Brinkhof Bank'],
    zho: ['布林霍夫', '布林霍夫银行'],
    fas: ['برینک‌هوف', 'بانک برینک‌هوف'],
  },
  maravel: {
    eng: ['Maravel', 'Maravel Bank'],
    nld: ['Maravel', 'Maravel'],
    zho: ['马拉维尔', '马拉维尔银行'],
    fas: ['ماراول', 'بانک ماراول'],
  },
  solmark: {
    eng: ['Solmark', 'Solmark'],
    nld: ['Solmark', 'Solmark Bank'],
    zho: ['索尔马克', '索尔马克银行'],
    fas: ['سولمارک', 'بانک سولمارک'],
  },
  lantern: {
    eng: ['Lantern', 'Lantern Bank'],
    nld: ['Lantern', 'Lantern Bank'],
    zho: ['灯笼银行'],
    fas: ['بانک فانوس'],
  },
}

const RIVALS: readonly DemoBrand[] = ['velora', 'brinkhof', 'maravel', 'solmark']

const bank = (id: DemoBrand, label: string, color: string) => ({
  id,
  label,
  color,
  names: [...new Set(Object.values(SPELLINGS[id]).flat())].map((text) => ({ text, compounds: true })),
  handles: [id],
  hashtags: [id],
  ownAccounts: [`demo-social:${id}`],
  rivals: [...RIVALS, 'lantern'].filter((other) => other !== id),
})

/**
 * Five banks that do not exist. Lantern is the ambiguous one: in all four languages its name is an ordinary word, and it
 * counts only where something says that a bank is meant.
 */
export const DEMO_BRANDS: readonly Brand[] = [
  bank('velora', 'Velora', '#4f6bd8'),
  bank('brinkhof', 'Brinkhof', '#b0662a'),
  bank('maravel', 'Maravel', '#8a4fb3'),
  bank('solmark', 'Solmark', '#2a8aa0'),
  {
    ...bank('lantern', 'Lantern', '#a08a2a'),
    names: [
      { text: 'Lantern Bank', compounds: true },
      { text: 'Lantern', exactCase: true, needsContext: true },
      '灯笼银行',
      { text: '灯笼', needsContext: true },
      'بانک فانوس',
      { text: 'فانوس', needsContext: true },
    ],
    context: [
      'bank',
      'account',
      'app',
      'card',
      'mortgage',
      'savings',
      'branch',
      'interest',
      'rekening',
      'kantoor',
      'pas',
      'hypotheek',
      'rente',
      '银行',
      '账户',
      '客服',
      '贷款',
      '利率',
      'بانک',
      'حساب',
      'کارت',
      'وام',
      'شعبه',
    ],
    notContext: [
      'garden',
      'festival',
      'paper',
      'camping',
      'bike',
      'tuin',
      'feest',
      'papieren',
      'fiets',
      '节',
      '纸',
      '院子',
      'جشن',
      'کاغذی',
      'دریایی',
      'حیاط',
    ],
  },
].map((brand) => core.Brand.parse(brand))

/** The name of a brand in a language, mostly plain, at times as hashtag or handle. `u` in [0, 1). */
export function spell(brand: DemoBrand, language: DemoLanguage | null, u: number): string {
  const forms = SPELLINGS[brand][language ?? 'eng']
  if (brand === 'lantern') return forms[forms.length - 1] as string
  if (u < 0.06) return ` #${brand} `
  if (u < 0.11) return ` @${brand} `
  return forms[u < 0.75 ? 0 : forms.length - 1] as string
}
