/**
 * Languages of which there is no labelled text to train on, told by words that their neighbours do not have. They are looked for
 * only where the models say one of those neighbours.
 *
 * Frisian: function words; a single one may be a name or English (`it`, `hat`), so several are asked for. Dari: words of daily
 * life in Afghanistan that Persian in Iran says otherwise; one is enough, and texts without any stay Persian.
 */
const FRISIAN = new Set(
  'yn oan hawwe ha hat binne bin wy jim ús út dêr hjir foar troch nei fan mei hjoed juster moarn jûn wurdt wurde ien myn dyn harren sy dy dit dizze it ik ek wol wolle moat moatte kin kinne kinst sil soe wie wiene wêr wêrom hoefolle neat noait wer wat mar mear safolle sa sei jierren jier dei takom hjirre dochs efkes skilje net'.split(
    ' ',
  ),
)
const FRISIAN_ALONE = new Set(
  'yn oan hawwe binne ús út dêr hjir foar troch hjoed juster moarn jûn wurdt wêr wêrom hoefolle noait moatte kinst efkes safolle jim wy trije twa fjouwer tsien datsto seit wurket minsken jild tige hielendal allegearre elkenien nimmen libben kaam krije krigen nije iten geane stean hiele sjoen'.split(
    ' ',
  ),
)
/** No word of Dutch, German or Afrikaans has them. */
const FRISIAN_LETTERS = /[ûâú]/
const DARI = new Set(
  'پوهنتون پوهنتونها پوهنتونهای پوهنځی پوهاند شاروالی شاروال ولسوال ولسوالی شفاخانه شفاخانهٔ موتر موتروان موترها پیسه پیسهٔ دواخانه دواخانهٔ کلکین بایسکل بایسکلم تیلفون تیلفونم لیسهٔ فابریکه مامایم کاکایم خسرم خوشو بزکشی قوماندان تکسی  نمبر چوک کودکستان څارنوال څارنوالی ماستری ویزه تیل‌فون بالکل پوستهٔ آشک منتو بولانی سرک‌ها سرک‌های رخصتی کمره منزله آمر کریدیت کرکت بالاپوش بالاپوشم قریهٔ چهارمغز طیاره طیارهٔ مسلکی همصنفی متعلم متعلمین تکت کانکور پروگرام چارج مسوولیت پولیس قرضه قرضه‌ای'.split(
    ' ',
  ),
)

/** Words that are enough of a text to be sure. */
const LEAST_WORDS = 3
const FEWEST = 2
const SHARE = 0.3

/** Frisian, where the models say Dutch, Afrikaans or another Germanic language, by most of its words. */
export function isFrisian(words: readonly string[]): boolean {
  if (words.length < LEAST_WORDS) return false
  if (!words.some(isFrisianAlone)) return false
  let known = 0
  for (const word of words) if (FRISIAN.has(word) || isFrisianAlone(word)) known++
  return known >= FEWEST && known >= words.length * SHARE
}

const isFrisianAlone = (word: string): boolean =>
  FRISIAN_ALONE.has(word) || (isBeyondAscii(word) && FRISIAN_LETTERS.test(word))

function isBeyondAscii(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 127) return true
  return false
}

/** Dari, where the models say Persian. */
export const isDari = (words: readonly string[]): boolean =>
  words.length >= LEAST_WORDS && words.some((word) => DARI.has(word))
