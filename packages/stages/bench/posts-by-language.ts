import { random } from './texts.ts'

/**
 * Posts of our own in the four languages, of the length of a short public post, put together from parts; each names one bank. A made-up
 * word stands in every second one, as names and misspellings do in real posts: a memory of words must not make them look cheaper than they are.
 */
const PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  eng: [
    [
      'Third time this week',
      'Honestly,',
      'After two hours on hold',
      'Payday again and',
      'Quick update:',
      'Just moved house and',
      'No idea why but',
      'For the record,',
    ],
    [
      'the Meridian app',
      'my Meridian card',
      'customer service at Meridian',
      'the new Meridian branch',
      '@meridian support',
      'a letter from Meridian',
    ],
    [
      'logs me out in the middle of a payment',
      'works like a charm now',
      'still has not answered my question',
      'was sorted within minutes',
      'is down again',
      'costs twice what it did last year',
      'arrived a day early',
      'made me laugh out loud',
    ],
    [
      'and nobody picks up the phone',
      'so I am more than happy',
      'while my old bank never managed that',
      'which is not what I was promised',
      'and the man at the desk was very kind',
      'but I will give it another week',
    ],
    [
      '😡',
      '👍',
      'never again',
      'thank you!',
      '#fail',
      'see https://example.com/status',
      'what is going on?',
      '#banking',
    ],
  ],
  nld: [
    [
      'Alweer',
      'Eindelijk',
      'Na twee uur wachten',
      'Precies op betaaldag',
      'Even een update:',
      'Eerlijk gezegd',
      'Geen idee waarom maar',
      'Voor de duidelijkheid:',
    ],
    [
      'de app van Meridiaan',
      'mijn pas van Meridiaan',
      'de klantenservice van Meridiaan',
      'het kantoor van Meridiaan',
      '@meridiaan',
      'een brief van Meridiaan',
    ],
    [
      'ligt er weer uit',
      'werkt nu geweldig',
      'geeft nog steeds geen antwoord',
      'heeft het netjes opgelost',
      'kost twee keer zoveel als vorig jaar',
      'kwam een dag te vroeg',
      'snapt er helemaal niets van',
      'liet me hardop lachen',
    ],
    [
      'en niemand neemt de telefoon op',
      'dus ik ben een blije klant',
      'terwijl mijn oude bank dat nooit lukte',
      'wat niet is wat mij beloofd was',
      'en de man aan de balie was erg vriendelijk',
      'maar ik geef het nog een week',
    ],
    ['😡', '👍', 'nooit meer', 'bedankt!', '#storing', 'zie https://example.com/status', 'hoe kan dit?', '#bankieren'],
  ],
  zho: [
    [
      '今天早上',
      '等了两个小时以后',
      '又到发工资的日子，',
      '说真的，',
      '刚刚换过来，',
      '不知道为什么，',
      '更新一下：',
      '顺便说一句，',
    ],
    ['子午银行的应用', '子午银行的客服', '子午银行的新网点', '我的子午银行卡', '@子午银行 ', '子午银行寄来的信'],
    [
      '又闪退了，转账转到一半',
      '现在特别好用，点赞',
      '一直没有人接电话',
      '几分钟就解决了问题',
      '手续费比去年贵了一倍',
      '提前一天就到了',
      '让我笑出声来',
      '完全听不懂我在说什么',
    ],
    [
      '，而且没有一个人负责',
      '，我非常满意',
      '，原来的银行从来做不到',
      '，跟当初承诺的不一样',
      '，柜台的大哥特别热心',
      '，不过我再观察一个星期',
    ],
    ['😡', '👍', '再也不用了', '谢谢！', '#系统崩溃', 'https://example.com/status', '怎么回事？', '#银行'],
  ],
  fas: [
    [
      'باز هم امروز',
      'بعد از دو ساعت انتظار',
      'راستش را بخواهید',
      'روز حقوق شد و',
      'یک خبر تازه:',
      'نمی‌دانم چرا ولی',
      'محض اطلاع',
      'تازه اسباب‌کشی کردم و',
    ],
    [
      'برنامهٔ بانک نصف‌النهار',
      'پشتیبانی بانک نصف‌النهار',
      'کارت بانک نصف‌النهار',
      'شعبهٔ جدید بانک نصف‌النهار',
      'نامهٔ بانک نصف‌النهار',
    ],
    [
      'وسط پرداخت بسته شد',
      'حالا عالی کار می‌کند',
      'هنوز جواب سؤالم را نداده',
      'در چند دقیقه مشکل را حل کرد',
      'دوباره قطع است',
      'دو برابر پارسال هزینه دارد',
      'یک روز زودتر رسید',
      'باعث شد بلند بخندم',
    ],
    [
      'و هیچ‌کس تلفن را برنمی‌دارد',
      'پس من خیلی راضی هستم',
      'در حالی که بانک قبلی هرگز نتوانست',
      'که آن چیزی نیست که قول داده بودند',
      'و آقای پشت باجه خیلی مهربان بود',
      'ولی یک هفتهٔ دیگر صبر می‌کنم',
    ],
    ['😡', '👍', 'دیگر هرگز', 'ممنون!', '#قطعی', 'https://example.com/status', 'چه خبر است؟', '#بانک'],
  ],
}

export const LANGUAGES = Object.keys(PARTS)
/** The bank that the posts name, as a person would write it into the settings. */
export const BANK: readonly string[] = ['Meridian', 'Meridiaan', '子午银行', 'بانک نصف‌النهار']

const SYLLABLES: Readonly<Record<string, readonly string[]>> = {
  eng: ['bo', 'ra', 'lin', 'to', 'mer', 'ak', 'du', 'sen', 'vi', 'gor', 'pel', 'an'],
  nld: ['ber', 'haa', 'lin', 'to', 'mee', 'ak', 'du', 'sen', 'vij', 'gor', 'pel', 'an'],
  zho: ['岚', '禾', '川', '砚', '柏', '澜', '桐', '溪', '霖', '朔', '珂', '峤'],
  fas: ['با', 'رو', 'لی', 'تا', 'مر', 'اک', 'دو', 'سن', 'وی', 'گر', 'پل', 'ان'],
}

/** A word that nobody has seen before. */
export function madeUp(language: string, next: () => number, syllables = 3): string {
  const of = SYLLABLES[language]!
  return Array.from({ length: syllables }, () => of[Math.floor(next() * of.length)]!).join('')
}

/** `count` posts of a language, the same ones for the same seed. */
export function postsOf(language: string, count: number, seed = 1): string[] {
  const next = random(seed)
  const pick = (of: readonly string[]): string => of[Math.floor(next() * of.length)]!
  const blank = language === 'zho' ? '' : ' '
  return Array.from({ length: count }, (_, i) => {
    const parts = PARTS[language]!.map(pick)
    if (i % 2 === 0) parts.splice(4, 0, madeUp(language, next))
    return parts.join(blank)
  })
}
