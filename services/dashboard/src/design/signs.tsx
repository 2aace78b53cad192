import type { Against, Colour, Label } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'

const PATHS: Record<Colour, string> = {
  green: 'M12 3 22.5 21h-21Z',
  red: 'M12 21 1.5 3h21Z',
  mixed: 'M12 1.5 22.5 12 12 22.5 1.5 12Z',
  grey: 'M12 3.2a8.8 8.8 0 1 1 0 17.6 8.8 8.8 0 0 1 0-17.6Z',
}

/** The shape of a mood, so that colour is never its only carrier. */
export function MoodSign({ colour }: { colour: Colour }) {
  return (
    <svg
      className={colour === 'grey' ? 'sign sign--open' : 'sign'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      data-shape={colour}
    >
      <path d={PATHS[colour]} />
    </svg>
  )
}

const ARROWS: Record<Against, string> = {
  better: 'M4 18 18 4M8 4h10v10',
  worse: 'M4 4l14 14M18 8v10H8',
  'as-usual': 'M2 8.5h20M2 15.5h20',
  unknown: 'M4 12h3M10.5 12h3M17 12h3',
}

export function AgainstSign({ against }: { against: Against }) {
  return (
    <svg className="sign sign--open sign--arrow" viewBox="0 0 24 24" aria-hidden="true" data-against={against}>
      <path d={ARROWS[against]} />
    </svg>
  )
}

/** Labels wear the same four looks as moods: a label has no "mixed". */
export const colourOf = (label: Label): Colour =>
  label === 'positive' ? 'green' : label === 'negative' ? 'red' : 'grey'

const LABEL_PATHS: Record<Label, string> = {
  positive: PATHS.green,
  negative: PATHS.red,
  neutral: 'M3 9.5h18v5H3Z',
  unscored: PATHS.grey,
}

export function LabelSign({ label }: { label: Label }) {
  return (
    <svg
      className={label === 'unscored' ? 'sign sign--open' : 'sign'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      data-shape={label}
    >
      <path d={LABEL_PATHS[label]} />
    </svg>
  )
}

export function BrandChip(props: {
  name: string
  label: Label
  unsure: boolean
  pressed?: boolean
  onPress?: () => void
}) {
  const { t } = useLocale()
  const { name, label, unsure, pressed, onPress } = props
  const words = unsure ? t.feed.unsure : t.label[label]
  const inside = (
    <>
      <LabelSign label={label} />
      <bdi>{name}</bdi>
      <span className="hidden">: {words}</span>
    </>
  )
  const looks = { className: unsure ? 'chip chip--unsure' : 'chip', 'data-colour': colourOf(label), title: words }
  if (onPress === undefined) return <span {...looks}>{inside}</span>
  return (
    <button type="button" {...looks} aria-pressed={pressed ?? false} onClick={onPress}>
      {inside}
    </button>
  )
}
