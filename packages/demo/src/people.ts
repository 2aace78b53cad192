import type { PostDraft } from '@moodlight/ports'
import type { DemoBrand } from './brands.ts'
import { pick, type Random } from './random.ts'
import type { DemoLanguage } from './texts/index.ts'

type Author = NonNullable<PostDraft['author']>

const FIRST: Readonly<Record<DemoLanguage, readonly string[]>> = {
  eng: [
    'Alice',
    'Ben',
    'Chloe',
    'Dan',
    'Ella',
    'Fred',
    'Grace',
    'Harry',
    'Isla',
    'Jack',
    'Kate',
    'Leo',
    'Maya',
    'Noah',
    'Olive',
    'Pete',
    'Rosa',
    'Sam',
    'Tess',
    'Will',
  ],
  nld: [
    'Anouk',
    'Bram',
    'Daan',
    'Eva',
    'Femke',
    'Gijs',
    'Hanna',
    'Joost',
    'Kees',
    'Lotte',
    'Maud',
    'Niels',
    'Oscar',
    'Pim',
    'Roos',
    'Sanne',
    'Thijs',
    'Vera',
    'Wout',
    'Yara',
  ],
  zho: [
    '小林',
    '阿明',
    '晓雨',
    '大伟',
    '静静',
    '建国',
    '小芳',
    '子涵',
    '文博',
    '雪儿',
    '老王',
    '阿杰',
    '丽丽',
    '思远',
    '小雷',
    '梦琪',
  ],
  fas: [
    'سارا',
    'امیر',
    'نگار',
    'رضا',
    'مریم',
    'کیان',
    'لیلا',
    'آرش',
    'شیرین',
    'پویا',
    'نازنین',
    'بهرام',
    'یاسمن',
    'کاوه',
    'هدیه',
    'سینا',
  ],
}
const LATIN: Readonly<Record<DemoLanguage, string>> = { eng: 'uk', nld: 'nl', zho: 'cn', fas: 'ir' }

/** People on invented networks; a few write often, most write seldom. */
export function person(random: Random, network: string, language: DemoLanguage): Author {
  const n = Math.floor(3000 * random() ** 1.7)
  const names = FIRST[language]
  const handle = `${LATIN[language]}_${network.slice(5, 8)}${n}`
  return {
    id: `${language}-${n}`,
    handle,
    name: `${names[n % names.length]} ${n}`,
    url: `https://${network}.example/@${handle}`,
    // Followers grow steeply with rank, as they do: a handful have very many.
    followers: Math.round(40 + 60_000 / (1 + n)),
    automated: n % 997 === 13,
  }
}

export function account(brand: DemoBrand): Author {
  return {
    id: `own-${brand}`,
    handle: brand,
    name: `${brand} service`,
    url: `https://demo-social.example/@${brand}`,
    followers: 25_000,
    automated: false,
  }
}

/** Invented papers; each speaks one language. */
export const PAPERS: Readonly<Record<DemoLanguage, readonly string[]>> = {
  eng: ['morning-ledger', 'harbour-post', 'northern-courier', 'daily-kite'],
  nld: ['stadsbode', 'de-morgenkrant', 'financieel-blad', 'polderpost'],
  zho: ['chengshi-ribao', 'jinrong-zhoukan', 'xinwen-zaobao'],
  fas: ['rooznegar', 'eghtesad-emrooz', 'sobh-shahr'],
}

export function paper(random: Random, language: DemoLanguage): Author {
  const name = pick(random, PAPERS[language])
  return { id: name, handle: name, name, url: `https://${name}.example/`, followers: null, automated: false }
}

/** What stands below a headline. `{b}` is the brand. */
export const LEADS: Readonly<Record<DemoLanguage, readonly string[]>> = {
  eng: [
    '{b} announced this on Tuesday in a short statement.',
    'More on this in the edition of tomorrow.',
    'Analysts had seen it coming for some weeks.',
    'A spokesperson of {b} explained the background.',
  ],
  nld: [
    '{b} maakte dit dinsdag bekend in een korte verklaring.',
    'Meer hierover in de krant van morgen.',
    'De bank telt enkele duizenden medewerkers.',
    'Een woordvoerder van {b} gaf een toelichting.',
  ],
  zho: [
    '{b}周二在简短声明中宣布了这一消息。',
    '更多内容请见明日报纸。',
    '分析人士几周前已有预期。',
    '{b}发言人介绍了背景。',
  ],
  fas: [
    '{b} سه‌شنبه در بیانیه‌ای کوتاه این خبر را اعلام کرد.',
    'جزئیات بیشتر در شمارهٔ فردا.',
    'کارشناسان چند هفته پیش آن را پیش‌بینی می‌کردند.',
    'سخنگوی {b} جزئیات را توضیح داد.',
  ],
}
