import { useEffect, useRef, useState } from 'react'
import { apiPath } from '../api/client.ts'
import type { BrandInfo, IntentKind, Label, SourcesAnswer, Voice } from '../api/contract.ts'
import { useQuery } from '../api/use-query.ts'
import { navigate, withSearch } from '../app/router.ts'
import { colourOf, LabelSign } from '../design/signs.tsx'
import { enIntents } from '../i18n/en-intents.ts'
import { useLocale } from '../i18n/locale.tsx'
import type { FilterKey, Filters } from './filters.ts'
import { FILTER_KEYS } from './filters.ts'

const LABELS: readonly Label[] = ['negative', 'neutral', 'positive', 'unscored']
const VOICES: readonly Voice[] = ['public', 'press', 'own', 'staff', 'automated', 'advertising']
/** The texts name every kind, in the order of core, so that no list is kept here. */
const INTENTS = Object.keys(enIntents.kind) as readonly IntentKind[]
const LANGUAGES = ['eng', 'nld', 'zho', 'fas', 'deu', 'fra', 'spa', 'tur', 'ara', 'und']
const TYPING_MS = 350

const set = (key: FilterKey, value: string | null) =>
  navigate(withSearch({ [key]: value, open: null }), { replace: true })

/** Filters of the feed; they live in the address, so that every view is a link. */
export function FilterBar(props: {
  filters: Filters
  brands: readonly BrandInfo[]
  fixedBrand: string | undefined
  zone: string | undefined
}) {
  const { filters, brands, fixedBrand, zone } = props
  const { t, f } = useLocale()
  const sources = useQuery<SourcesAnswer>(apiPath('sources'), 60_000)
  const active = FILTER_KEYS.filter(
    (key) => filters[key] !== undefined && (key !== 'brand' || fixedBrand === undefined),
  )
  const [open, setOpen] = useState(false)
  const withFields = active.some((key) => key === 'language' || key === 'source' || key === 'voice' || key === 'intent')
  const shown = open || withFields
  const nothing = Object.fromEntries(FILTER_KEYS.map((key) => [key, null]))

  return (
    <div className="filters">
      <div className="filters__row">
        <fieldset className="filters__labels" aria-label={t.feed.label}>
          {LABELS.map((label) => (
            <button
              key={label}
              type="button"
              className="filters__label"
              data-colour={colourOf(label)}
              aria-pressed={filters.label === label}
              title={t.label[label]}
              onClick={() => set('label', filters.label === label ? null : label)}
            >
              <LabelSign label={label} />
              <span className="hidden">{t.label[label]}</span>
            </button>
          ))}
        </fieldset>
        <Words value={filters.words ?? ''} />
        <button type="button" className="button" aria-expanded={shown} onClick={() => setOpen(!shown)}>
          {t.feed.filters}
        </button>
      </div>
      {shown ? (
        <div className="filters__fields">
          {fixedBrand === undefined ? (
            <Choice
              name="brand"
              any={t.feed.anyBrand}
              label={t.feed.brand}
              filters={filters}
              options={brands.map((b) => [b.id, b.label])}
            />
          ) : null}
          <Choice
            name="language"
            any={t.feed.anyLanguage}
            label={t.feed.language}
            filters={filters}
            options={LANGUAGES.map((code) => [code, f.language(code)])}
          />
          <Choice
            name="source"
            any={t.feed.anySource}
            label={t.feed.source}
            filters={filters}
            options={(sources.data?.sources ?? []).map((one) => [one.source, one.source])}
          />
          <Choice
            name="voice"
            any={t.feed.anyVoice}
            label={t.feed.voice}
            filters={filters}
            options={VOICES.map((v) => [v, t.voice[v]])}
          />
          <Choice
            name="intent"
            any={t.intent.any}
            label={t.intent.label}
            filters={filters}
            options={INTENTS.map((kind) => [kind, t.intent.kind[kind]])}
          />
        </div>
      ) : null}
      <ActiveViews filters={filters} zone={zone} />
      {active.length === 0 ? null : (
        <button
          type="button"
          className="filters__clear"
          onClick={() => navigate(withSearch(nothing), { replace: true })}
        >
          {t.feed.clear}
        </button>
      )}
    </div>
  )
}

function Choice(props: {
  name: FilterKey
  label: string
  any: string
  filters: Filters
  options: readonly (readonly [string, string])[]
}) {
  const { name, label, any, filters, options } = props
  const value = filters[name] ?? ''
  const known = value === '' || options.some(([id]) => id === value)
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => set(name, event.target.value || null)}
    >
      <option value="">{any}</option>
      {known ? null : <option value={value}>{value}</option>}
      {options.map(([id, text]) => (
        <option key={id} value={id}>
          {text}
        </option>
      ))}
    </select>
  )
}

function Words({ value }: { value: string }) {
  const { t } = useLocale()
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setText(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => set('words', next.trim() || null), TYPING_MS)
  }
  return (
    <input
      className="field filters__words"
      type="search"
      data-search
      dir="auto"
      aria-label={t.feed.words}
      placeholder={t.feed.words}
      value={text}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

/** Views that have no field of their own: one story, one author, a stretch of time. */
function ActiveViews({ filters, zone }: { filters: Filters; zone: string | undefined }) {
  const { t, f } = useLocale()
  const views: { text: string; keys: FilterKey[] }[] = []
  if (filters.story !== undefined) views.push({ text: t.feed.story, keys: ['story'] })
  if (filters.author !== undefined) views.push({ text: t.feed.author, keys: ['author'] })
  if (filters.from !== undefined || filters.to !== undefined) {
    const edge = (iso: string | undefined) =>
      iso === undefined || Number.isNaN(Date.parse(iso)) ? '…' : f.moment(iso, zone)
    views.push({ text: t.feed.between(edge(filters.from), edge(filters.to)), keys: ['from', 'to'] })
  }
  return views.map(({ text, keys }) => (
    <button
      key={text}
      type="button"
      className="filters__view"
      aria-label={t.feed.remove(text)}
      onClick={() => navigate(withSearch(Object.fromEntries(keys.map((key) => [key, null]))), { replace: true })}
    >
      {text} <span aria-hidden="true">×</span>
    </button>
  ))
}
