/** Posts of our own, combined from parts, so that a benchmark runs on any machine and no two texts of a thousand are the same. */
const PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  eng: [
    [
      'Third time this week',
      'Just moved over',
      'Honestly',
      'After two hours on hold',
      'Payday again and',
      'Good morning,',
    ],
    [
      'the Meridian app',
      'my Meridian card',
      'customer service at Meridian',
      'the new Meridian branch',
      '@meridian support',
    ],
    [
      'logs me out in the middle of a payment',
      'works like a charm',
      'still has not answered',
      'helped me within minutes',
      'is down again',
    ],
    ['😡', '👍', 'never again', 'thank you!', '#fail', 'see https://example.com/status', 'what is going on?'],
  ],
  nld: [
    ['Alweer', 'Eindelijk', 'Na twee uur wachten', 'Precies op betaaldag', 'Goedemorgen,', 'Even kwijt:'],
    [
      'de app van Meridiaan',
      'mijn pas van Meridiaan',
      'de klantenservice van Meridiaan',
      '@meridiaan',
      'het kantoor van Meridiaan',
    ],
    ['ligt eruit', 'werkt geweldig', 'neemt niet op', 'heeft het netjes opgelost', 'snapt er niets van'],
    ['😡', '👍', 'nooit meer', 'bedankt!', '#storing', 'zie https://example.com/status', 'hoe kan dit?'],
  ],
  zho: [
    ['今天早上', '等了两个小时以后', '又到发工资的日子，', '说真的，', '刚刚换过来，'],
    ['子午银行的App', '子午银行的客服', '子午银行的新网点', '我的子午银行卡', '@子午银行 '],
    ['又闪退了，转账转到一半', '特别好用，点赞', '一直没有人接电话', '几分钟就解决了问题', '手续费越来越贵'],
    ['😡', '👍', '再也不用了', '谢谢！', '#系统崩溃', 'https://example.com/status', '怎么回事？'],
  ],
  fas: [
    ['باز هم امروز', 'بعد از دو ساعت انتظار', 'راستش را بخواهید', 'روز حقوق شد و', 'صبح بخیر،'],
    ['برنامهٔ بانک نصف‌النهار', 'پشتیبانی بانک نصف‌النهار', 'کارت بانک نصف‌النهار', 'شعبهٔ جدید بانک نصف‌النهار'],
    ['وسط پرداخت بسته شد', 'عالی کار می‌کند', 'جواب نمی‌دهد', 'در چند دقیقه مشکل را حل کرد', 'قطع است'],
    ['😡', '👍', 'دیگر هرگز', 'ممنون!', '#قطعی', 'https://example.com/status', 'چه خبر است؟'],
  ],
}

export const LANGUAGES = Object.keys(PARTS)

/** `count` different posts of a language: sentences of parts, one or two of them, with a number that makes each its own. */
export function posts(language: string, count: number): string[] {
  const parts = PARTS[language]!
  const sentence = (n: number): string => {
    let rest = n
    return parts
      .map((choices) => {
        const choice = choices[rest % choices.length]!
        rest = Math.floor(rest / choices.length) + 7 * (rest % 13)
        return choice
      })
      .join(' ')
  }
  return Array.from({ length: count }, (_, i) => `${sentence(i * 31)}. ${i % 3 === 0 ? sentence(i * 17 + 5) : ''} ${i}`)
}
