import { revisionOfEdit } from '@moodlight/core'
import type { PostDraft, SourceItem } from '@moodlight/ports'
import { type DemoBrand, SPELLINGS, spell } from './brands.ts'
import { account, LEADS, paper, person } from './people.ts'
import { brandWeights, crisisPhase, DAY, HOUR, kindWeights, LANGUAGE_WEIGHTS, rate } from './plan.ts'
import { mix, pick, poisson, type Random, seeded, weighted } from './random.ts'
import { type DemoLanguage, TEXTS, type TextKind, UNSCORED_TEXTS } from './texts/index.ts'
import { write } from './writer.ts'

/** The invented places where people speak; each is a source of its own. */
export const DEMO_PARTS = ['social', 'forum', 'reviews', 'news'] as const
export type DemoPart = (typeof DEMO_PARTS)[number]

/** Something that happens in the demo at a moment. */
export interface DemoItem {
  readonly due: number
  readonly part: DemoPart
  readonly item: SourceItem
}

/** What the texts of a kind are meant to say about their brand; null where it is not plain. For tests of the labels. */
export const MEANT: Readonly<Record<TextKind, 'negative' | 'neutral' | 'positive' | null>> = {
  praise: 'positive',
  thanks: 'positive',
  pressGood: 'positive',
  complaint: 'negative',
  outage: 'negative',
  fraud: 'negative',
  irony: 'negative',
  versus: 'negative',
  pressBad: 'negative',
  mixed: null,
  question: 'neutral',
  neutral: 'neutral',
  own: 'neutral',
  pressNeutral: 'neutral',
  off: null,
}

const PRESS: ReadonlySet<TextKind> = new Set(['pressGood', 'pressBad', 'pressNeutral'])

function partOf(random: Random, kind: TextKind): DemoPart {
  if (PRESS.has(kind)) return 'news'
  if (kind === 'question') return random() < 0.5 ? 'forum' : 'social'
  if (kind === 'outage') return 'social'
  return weighted(random, { social: 70, reviews: 18, forum: 12 })
}

const EMPTY = {
  editedAt: null,
  replyTo: null,
  replyToAuthor: null,
  repostOf: null,
  quoteOf: null,
  thread: null,
  title: null,
  revision: null,
  network: null,
  media: [],
  engagement: null,
} as const

/** All that happens on the UTC day that starts at `day`; the same for the same seed, day and origin. No text stands twice. */
export function demoDay(seed: number, day: number, origin: number): DemoItem[] {
  const random = seeded(mix(seed, Math.floor(day / DAY)))
  const out: DemoItem[] = []
  const said = new Set<string>()
  let serial = 0

  const unique = (make: () => string): string => {
    let text = make()
    for (let tries = 0; said.has(text) && tries < 40; tries++) text = make()
    while (said.has(text)) text = `${text} (${++serial})`
    said.add(text)
    return text
  }
  const draft = (
    part: DemoPart,
    due: number,
    author: PostDraft['author'],
    text: string,
    language: string,
    more: Partial<PostDraft> = {},
  ): PostDraft => {
    const nativeId = `${Math.floor(day / DAY)}-${++serial}`
    const host = part === 'news' && author ? `${author.id}.example` : `demo-${part}.example`
    return {
      ...EMPTY,
      kind: 'post',
      nativeId,
      url: `https://${host}/${nativeId}`,
      author,
      text,
      langHint: random() < 0.4 ? [language] : [],
      createdAt: due,
      ...more,
    }
  }
  const emit = (part: DemoPart, due: number, item: SourceItem): void => void out.push({ due, part, item })

  /** What follows a post of a person: an edit, a deletion, the bank's answer, thanks, reposts. */
  const follow = (
    post: PostDraft,
    part: DemoPart,
    due: number,
    language: DemoLanguage,
    kind: TextKind,
    brand: DemoBrand,
  ): void => {
    const later = (minutes: number) => due + Math.round((2 + random() * minutes) * 60_000)
    if (random() < 0.006) {
      const at = later(40)
      emit(part, at, {
        ...post,
        revision: revisionOfEdit(at),
        editedAt: at,
        text: unique(() => `${post.text} ✎ ${write(random, language, 'neutral', brand, brand)}`),
      })
    } else if (random() < 0.004)
      emit(part, later(200), { kind: 'tombstone', nativeId: post.nativeId, network: null, at: later(200) })
    if (part !== 'social') return
    if ((kind === 'complaint' || kind === 'question' || kind === 'outage') && random() < 0.12) {
      const at = later(50)
      const answer = { replyTo: post.nativeId, replyToAuthor: post.author?.id ?? null, thread: post.nativeId }
      emit(
        part,
        at,
        draft(
          part,
          at,
          account(brand),
          unique(
            () =>
              `@${post.author?.handle} ${write(random, language, 'own', brand, brand)} ^${String.fromCharCode(65 + Math.floor(random() * 26))}${serial}`,
          ),
          language,
          answer,
        ),
      )
      if (random() < 0.35) {
        const thanked = at + Math.round((5 + random() * 90) * 60_000)
        emit(
          part,
          thanked,
          draft(
            part,
            thanked,
            post.author,
            unique(() => write(random, language, 'thanks', brand, brand)),
            language,
            { ...answer, replyToAuthor: `own-${brand}` },
          ),
        )
      }
    }
    if (random() < 0.03) {
      for (let n = 1 + Math.floor(random() ** 3 * 9); n > 0; n--) {
        const at = later(120)
        emit(
          part,
          at,
          draft(part, at, person(random, 'demo-social', language), '', language, { repostOf: post.nativeId }),
        )
      }
    }
  }

  /** The same news in several papers, in nearly the same words. */
  const press = (due: number, language: DemoLanguage, kind: TextKind, brand: DemoBrand): void => {
    const name = SPELLINGS[brand][language][0] as string
    const title = unique(() => write(random, language, kind, brand, brand))
    const from = Math.floor(random() * LEADS[language].length)
    const lead = [0, 1]
      .map((n) => LEADS[language][(from + n * (1 + Math.floor(random() * 3))) % LEADS[language].length] as string)
      .map((line) => line.replaceAll('{b}', name))
      .join(TEXTS[language].gap)
    for (let copies = 1 + Math.floor(random() ** 2 * 4); copies > 0; copies--) {
      const at = due + Math.round(random() * 90 * 60_000)
      const author = paper(random, language)
      emit(
        'news',
        at,
        draft(
          'news',
          at,
          author,
          unique(() => `${lead} (${author.name}, ${serial})`),
          language,
          { title },
        ),
      )
    }
  }

  /** One complaint that many people repeat in nearly the same words. */
  const copied = (due: number, language: DemoLanguage, brand: DemoBrand): void => {
    const text = `${write(random, language, 'outage', brand, brand)}${TEXTS[language].gap}${write(random, language, 'complaint', brand, brand)}`
    for (let n = 8 + Math.floor(random() * 25); n > 0; n--) {
      const at = due + Math.round(random() * 3 * HOUR)
      emit(
        'social',
        at,
        draft(
          'social',
          at,
          person(random, 'demo-social', language),
          unique(
            () =>
              `${text}${'!'.repeat(Math.floor(random() * 3))} ${pick(random, ['😡', '👎', '🤬', '⬆️', '💥', '🙄'])}${serial}`,
          ),
          language,
        ),
      )
    }
  }

  const post = (due: number): void => {
    const language = weighted(random, LANGUAGE_WEIGHTS)
    const chosen = weighted(random, brandWeights(due, origin))
    const brand: DemoBrand = chosen === 'off' ? 'lantern' : chosen
    if (language === 'other') {
      const { language: code, text } = pick(random, UNSCORED_TEXTS)
      const words = () =>
        `${text.replaceAll('{b}', spell(brand, null, 0.5))} ${pick(random, ['…', '!', '.', '🙂', '☕'])} ${1 + Math.floor(random() * 400)}`
      emit('social', due, draft('social', due, person(random, 'demo-social', 'eng'), unique(words), code))
      return
    }
    const kind: TextKind = chosen === 'off' ? 'off' : weighted(random, kindWeights(brand, due, origin))
    if (PRESS.has(kind)) {
      press(due, language, kind, brand)
      return
    }
    if (kind === 'outage' && brand === 'solmark' && crisisPhase(due, origin) === 'crisis' && random() < 0.012) {
      copied(due, language, brand)
      return
    }
    const rival: DemoBrand = brand === 'velora' ? 'maravel' : 'velora'
    const part = partOf(random, kind)
    const made = draft(
      part,
      due,
      person(random, `demo-${part}`, language),
      unique(() => write(random, language, kind, brand, rival)),
      language,
    )
    emit(part, due, made)
    // What follows would name the bank, and these speak of none.
    if (chosen !== 'off') follow(made, part, due, language, kind, brand)
  }

  for (let hour = day; hour < day + DAY; hour += HOUR) {
    for (let n = poisson(random, rate(hour)); n > 0; n--) post(hour + Math.floor(random() * HOUR))
  }
  return out.sort((a, b) => a.due - b.due)
}
