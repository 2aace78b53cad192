import { navigate, withSearch } from '../app/router.ts'
import { useLocale } from '../i18n/locale.tsx'
import type { Range, RangeName } from './range.ts'
import { localField } from './range.ts'

const go = (changes: Record<string, string | null>) =>
  navigate(withSearch({ ...changes, from: null, to: null }), { replace: true })

/** Which stretch of time is shown, in which steps, in whose zone. */
export function RangeBar({ range, zone }: { range: Range; zone: string }) {
  const { t } = useLocale()
  const names: [RangeName, string][] = [
    ['24h', t.brand.day],
    ['7d', t.brand.week],
    ['custom', t.brand.custom],
  ]
  const choose = (name: RangeName) =>
    name === 'custom'
      ? go({ range: name, since: range.from, until: range.to, step: null })
      : go({ range: name === '24h' ? null : name, since: null, until: null, step: null })
  const edge = (key: 'since' | 'until', value: string) => {
    const at = new Date(value)
    if (!Number.isNaN(at.getTime())) go({ [key]: at.toISOString() })
  }
  return (
    <div className="range">
      <fieldset className="range__names" aria-label={t.brand.range}>
        {names.map(([name, text]) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={range.name === name}
            onClick={() => choose(name)}
          >
            {text}
          </button>
        ))}
      </fieldset>
      {range.name === 'custom' ? (
        <div className="range__edges">
          <label>
            <span>{t.brand.from}</span>
            <input
              className="field"
              type="datetime-local"
              value={localField(range.from)}
              max={localField(range.to)}
              onChange={(event) => edge('since', event.target.value)}
            />
          </label>
          <label>
            <span>{t.brand.to}</span>
            <input
              className="field"
              type="datetime-local"
              value={localField(range.to)}
              min={localField(range.from)}
              onChange={(event) => edge('until', event.target.value)}
            />
          </label>
        </div>
      ) : null}
      <label className="range__step">
        <span>{t.brand.step}</span>
        <select className="field" value={range.step} onChange={(event) => go({ step: event.target.value })}>
          {range.steps.map((step) => (
            <option key={step} value={step}>
              {t.brand.steps[step] ?? step}
            </option>
          ))}
        </select>
      </label>
      <span className="range__zone quiet small">{t.brand.zone(zone)}</span>
    </div>
  )
}
