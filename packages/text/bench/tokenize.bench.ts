import { contentHash, encodeStream, similarity, tokenize } from '../src/index.ts'

/** Short posts of our own in four languages, varied by number so that no engine can remember them. */
const SENTENCES: Readonly<Record<string, readonly string[]>> = {
  eng: [
    "Can't log in to the Meerbank app since this morning, is anybody else locked out??",
    'Thanks @meerbank for the quick answer, my card works again :-) #happy',
    'New branch opened on Main Street, see https://news.example.org/branches/17?ref=home',
    'soooo tired of waiting on the phone for 45 minutes 😡😡 worst service ever',
  ],
  nld: [
    'De app van Meerbank doet het weer niet, hoe lang gaat dit nog duren?',
    'Fijn geholpen door de coördinatie op het kantoor in Delft, dank je wel! 👍🏽',
    "M'n hypotheek is binnen een week rond, compliment aan @meerbank #tevreden",
    'Storing bij pinnen: in de supermarkt stond een rij van zo’n dertig man.',
  ],
  zho: [
    '湖银行的手机应用今天又打不开了，客服电话一直占线！',
    '刚刚去网点办业务，工作人员很耐心，点赞👍 #湖银行#',
    '转账手续费又涨了，大家都换银行吧，ＡＰＰ也不好用。',
    '终于收到退款了，谢谢客服小姐姐的帮助。',
  ],
  fas: [
    'برنامهٔ بانک دریا از صبح باز نمی‌شود، کسی خبر دارد؟',
    'از پشتیبانی خوبشان ممنونم، مشکل من در ۱۰ دقیقه حل شد 🙏',
    'كارمزدها دوباره بالا رفته است و هيچ كس جواب نمي دهد #بانک_دریا',
    'کارت‌های جدید را خیلی زود فرستادند، راضی هستم.',
  ],
}

const PLAIN = /[\p{L}\p{N}]+/gu

function posts(language: string, n: number): string[] {
  const s = SENTENCES[language]!
  return Array.from({ length: n }, (_, i) => `${s[i % s.length]} ${i}`)
}

/** Median of five interleaved rounds, in posts a second of this thread's CPU time (the machine may be shared). */
function measure(cases: readonly ((p: readonly string[]) => void)[], input: readonly string[]): number[] {
  const times: number[][] = cases.map(() => [])
  for (let round = 0; round < 7; round++) {
    cases.forEach((run, i) => {
      const t = process.threadCpuUsage()
      run(input)
      const used = process.threadCpuUsage(t)
      if (round >= 2) times[i]!.push((used.user + used.system) / 1e6)
    })
  }
  return times.map((t) => input.length / t.sort((a, b) => a - b)[2]!)
}

for (const language of Object.keys(SENTENCES)) {
  const input = posts(language, 40_000)
  const [base, tokens, stream, hashes] = measure(
    [
      (p) => {
        for (const s of p) s.normalize('NFKC').toLowerCase().match(PLAIN)
      },
      (p) => {
        for (const s of p) tokenize(s)
      },
      (p) => {
        for (const s of p) encodeStream(s)
      },
      (p) => {
        for (const s of p) {
          const t = tokenize(s)
          contentHash(t)
          similarity(t)
        }
      },
    ],
    input,
  ) as [number, number, number, number]
  const line = (name: string, value: number) =>
    console.log(
      JSON.stringify({
        bench: 'tokenize',
        case: `${language} ${name}`,
        value: Math.round(value),
        unit: 'posts/s',
        baseline: Math.round(base),
        ratio: Number((value / base).toFixed(2)),
      }),
    )
  line('tokenize', tokens)
  line('encodeStream', stream)
  line('tokenize + contentHash + similarity', hashes)
}
