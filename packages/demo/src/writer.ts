import { type DemoBrand, spell } from './brands.ts'
import { pick, type Random } from './random.ts'
import { type DemoLanguage, TEXTS, type TextKind } from './texts/index.ts'

const PERSIAN_DIGITS = '۰۱۲۳۴۵۶۷۸۹'
const local = (text: string, language: DemoLanguage) =>
  language === 'fas' ? text.replace(/\d/g, (d) => PERSIAN_DIGITS[Number(d)] as string) : text

const IMPERSONAL: ReadonlySet<TextKind> = new Set(['own', 'pressGood', 'pressBad', 'pressNeutral'])

function tidy(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ ([,.?!:;،؛؟])/g, '$1')
    .trim()
}

/** Writes one text of a kind about a brand (and a rival, where the text names one). */
export function write(
  random: Random,
  language: DemoLanguage,
  kind: TextKind,
  brand: DemoBrand,
  rival: DemoBrand,
): string {
  const texts = TEXTS[language]
  const fill = (template: string): string =>
    template
      .replaceAll('{b}', () => spell(brand, language, random()))
      .replaceAll('{r}', () => spell(rival, language, random()))
      .replaceAll('{city}', () => pick(random, texts.cities))
      .replaceAll('{thing}', () => pick(random, texts.things))
      .replaceAll('{n}', () => local(String(3 + Math.floor(random() * 87)), language))
      .replaceAll('{time}', () =>
        local(`${8 + Math.floor(random() * 14)}:${String(Math.floor(random() * 12) * 5).padStart(2, '0')}`, language),
      )
  const body = fill(pick(random, texts[kind]))
  if (IMPERSONAL.has(kind)) return tidy(body)
  const opener = fill(pick(random, texts.openers))
  // A hashtag of banking would make a bank of the ordinary word.
  const closers = kind === 'off' ? texts.closers.filter((closer) => !closer.includes('#')) : texts.closers
  const closer = fill(pick(random, closers))
  const stop = texts.gap === ' ' && closer !== '' && /[\p{L}\p{N}]$/u.test(body) ? '.' : ''
  const start = opener === '' && random() < 0.6 ? body.charAt(0).toUpperCase() + body.slice(1) : body
  return tidy([opener, `${start}${stop}`, closer].filter((part) => part !== '').join(texts.gap))
}
