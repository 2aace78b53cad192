/**
 * Intents per second of processor time, beside a plain search for a dozen words per intent by regular expressions, interleaved:
 * node packages/intent/bench/intent.bench.ts
 */
import { tokenize } from '@moodlight/text'
import { createIntent } from '../src/index.ts'
import { LANGUAGES, readSentences, spansOf } from '../test/measure.ts'

const POSTS = 4000
const ROUNDS = 5
const model = createIntent()
const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
const timed = (run: () => void): number => {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
/** Twelve words an intent, as a first attempt would have them. */
const PLAIN = [
  /how|what|where|when|does|can i|waar|hoe|wat|吗|怎么|请问|چطور|کجا|کسی/iu,
  /switch|consider|thinking|apply|overstappen|overweeg|twijfel|考虑|打算|想办|فکر|قصد|میخوام/iu,
  /terrible|worst|useless|waiting|slecht|waardeloos|wachten|垃圾|差|无语|افتضاح|منتظر|بد/iu,
  /great|love|thanks|best|top|bedankt|fijn|好用|感谢|赞|عالی|ممنون|بهترین/iu,
  /please add|should|wish|suggest|zou|graag|tip|建议|希望|应该|کاش|پیشنهاد|باید/iu,
  /leaving|closed|cancel|goodbye|opgezegd|vertrek|weg|销户|再见|换|بستم|خداحافظ|رفتم/iu,
  /down|crash|error|not working|storing|plat|foutmelding|崩|打不开|失败|قطع|خطا|اختلال/iu,
  /scam|fraud|phishing|stolen|oplichting|nep|gestolen|诈骗|骗子|盗刷|کلاهبرداری|فیشینگ|جعلی/iu,
  /promo|code|bonus|offer|korting|actie|gratis|优惠|红包|点击|تخفیف|جایزه|رایگان/iu,
]

for (const language of LANGUAGES) {
  const sentences = readSentences('dev', language)
  const texts = Array.from({ length: POSTS }, (_, i) => sentences[i % sentences.length]!.text)
  const inputs = texts.map((text) => ({
    text,
    tokens: tokenize(text),
    language,
    target: spansOf(text),
    others: [],
  }))
  const ours: number[] = []
  const plain: number[] = []
  let found = 0
  for (let round = 0; round <= ROUNDS; round++) {
    const own = timed(() => {
      for (const input of inputs) found += model.find(input).length
    })
    const other = timed(() => {
      for (const text of texts) for (const words of PLAIN) found += words.test(text) ? 1 : 0
    })
    // The first round warms up.
    if (round === 0) continue
    ours.push(own)
    plain.push(other)
  }
  if (found === 0) throw new Error('nothing was found')
  const value = POSTS / (median(ours) / 1000)
  const baseline = POSTS / (median(plain) / 1000)
  console.log(
    JSON.stringify({
      bench: 'intent',
      case: `${language}, all intents of a tokenised post with evidence`,
      value: Math.round(value),
      unit: 'posts/s',
      baseline: Math.round(baseline),
      ratio: Math.round((value / baseline) * 100) / 100,
    }),
  )
}
