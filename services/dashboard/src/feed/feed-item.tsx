import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { MentionView } from '../api/contract.ts'
import { useCalmClock } from '../app/now.ts'
import { follow, navigate, usePlace, withSearch } from '../app/router.ts'
import { IntentChips } from '../design/intent-chips.tsx'
import { MarkedText } from '../design/marked-text.tsx'
import { htmlLang } from '../design/script.ts'
import { BrandChip, colourOf } from '../design/signs.tsx'
import { useLocale } from '../i18n/locale.tsx'
import type { Item } from './feed-state.ts'

/** Texts longer than this are folded; in Han script a character is worth about two. */
const FOLD_AT = 360

interface Props {
  readonly item: Item
  readonly place: number
  readonly names: ReadonlyMap<string, string>
  readonly lead: string | undefined
}

/** One post: who, where and when, its text with the words that made the label, a chip per brand, and the way to the original. */
export const FeedItem = memo(function FeedItem({ item, place, names, lead }: Props) {
  const { t } = useLocale()
  const [brand, setBrand] = useState(lead)
  const mention = item.mentions.find((one) => one.brand === brand) ?? item.mentions[0]!
  const body = useRef<HTMLElement>(null)
  const height = useRef(0)
  useLayoutEffect(() => {
    if (!item.removed) height.current = body.current?.offsetHeight ?? 0
  })
  // The links below keep the other parts of the address, so they follow it.
  usePlace()
  const open = withSearch({ open: mention.id })

  if (item.removed) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed are walked with the keyboard (ARIA feed pattern).
      <article className="item item--removed" data-item tabIndex={0} style={{ minBlockSize: `${height.current}px` }}>
        {t.feed.removed}
      </article>
    )
  }
  return (
    <div className={item.live ? 'item-slot item-slot--new' : 'item-slot'}>
      <article
        ref={body}
        className="item"
        data-item
        data-post={item.post}
        data-colour={colourOf(mention.sentiment.label)}
        aria-posinset={place}
        aria-setsize={-1}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: articles of a feed are walked with the keyboard (ARIA feed pattern).
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.target !== event.currentTarget) return
          // Or the same Enter would press the button that has the focus by then.
          event.preventDefault()
          navigate(open, { keepScroll: true })
        }}
      >
        <ItemHead mention={mention} open={open} />
        <ItemText mention={mention} />
        <div className="item__foot">
          {mention.brands.map((one) => {
            const has = item.mentions.some((m) => m.brand === one.brand)
            const many = item.mentions.length > 1
            return (
              <BrandChip
                key={one.brand}
                name={names.get(one.brand) ?? one.brand}
                label={one.label}
                unsure={one.certainty === 'unsure'}
                {...(many && has ? { pressed: one.brand === mention.brand, onPress: () => setBrand(one.brand) } : {})}
              />
            )
          })}
          <ItemFacts mention={mention} />
          {mention.url === null ? null : (
            <a className="item__original" href={mention.url} target="_blank" rel="noopener noreferrer" data-original>
              {t.feed.original} <span aria-hidden="true">↗</span>
            </a>
          )}
        </div>
      </article>
    </div>
  )
})

function ItemHead({ mention, open }: { mention: MentionView; open: string }) {
  const { t, f } = useLocale()
  const now = useCalmClock()
  const { author } = mention
  const who =
    author === null
      ? null
      : author.handle !== null
        ? `@${author.handle}`
        : (author.name ?? t.feed.someone(author.key.slice(0, 5)))
  return (
    <header className="item__head">
      <span className="item__where">{mention.site ?? mention.network}</span>
      {who === null ? null : (
        <bdi className="item__who" title={mention.source}>
          {who}
        </bdi>
      )}
      {mention.editedAt === null ? null : <span>{t.feed.edited}</span>}
      <a className="item__time" href={open} onClick={follow}>
        <time dateTime={mention.at} title={f.absolute(mention.at)}>
          {Math.abs(now - Date.parse(mention.at)) < 10_000 ? t.time.now : f.ago(mention.at, now)}
        </time>
        <span className="hidden">, {t.feed.details}</span>
      </a>
    </header>
  )
}

function ItemText({ mention }: { mention: MentionView }) {
  const { t } = useLocale()
  const [open, setOpen] = useState(false)
  const weight = mention.lang === 'zho' ? 2 : 1
  const long = mention.text.length * weight > FOLD_AT || mention.text.split('\n').length > 7
  return (
    <>
      <p
        className="item__text"
        dir={mention.dir}
        lang={htmlLang(mention.lang)}
        data-folded={long && !open ? '' : undefined}
      >
        <MarkedText mention={mention} brief />
      </p>
      {long ? (
        <button type="button" className="item__fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t.feed.less : t.feed.more}
        </button>
      ) : null}
    </>
  )
}

function ItemFacts({ mention }: { mention: MentionView }) {
  const { t, f } = useLocale()
  const { sentiment, voice, story, reposts, replyTo } = mention
  const shared = Math.max(reposts, mention.engagement.reposts ?? 0)
  return (
    <>
      {sentiment.label === 'unscored' && sentiment.reason !== null ? (
        <span className="item__fact">{t.unscored[sentiment.reason] ?? sentiment.reason}</span>
      ) : null}
      <IntentChips mention={mention} />
      {voice === 'public' ? null : <span className="badge">{t.voice[voice]}</span>}
      {story.posts > 1 ? (
        <a
          className="item__fact"
          href={withSearch({ story: story.id, open: null })}
          onClick={follow}
          title={t.feed.copiesTip(story.posts, story.authors)}
        >
          ×{f.count(story.posts)}
        </a>
      ) : null}
      {replyTo === null ? null : (
        <span className="item__fact" title={replyTo}>
          <span aria-hidden="true">↳</span> {t.feed.reply}
        </span>
      )}
      {shared > 0 ? <span className="item__fact">{t.feed.reposts(shared)}</span> : null}
    </>
  )
}
