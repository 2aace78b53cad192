/** Numbers, nets and times of one locale. Nets are shown in points: −100 to +100. */
export function createFormat(locale: string) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  const weights = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: 'exceptZero' })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' })
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })
  const dates = new Map<string, Intl.DateTimeFormat>()

  const date = (iso: string | number, zone: string | undefined, options: Intl.DateTimeFormatOptions) => {
    const key = `${zone} ${JSON.stringify(options)}`
    let format = dates.get(key)
    if (format === undefined) {
      format = new Intl.DateTimeFormat(locale, { ...options, ...(zone === undefined ? {} : { timeZone: zone }) })
      dates.set(key, format)
    }
    return format.format(new Date(iso))
  }

  return {
    whole: (n: number) => whole.format(n),
    /** From 10,000 on shortened: 12.3K. */
    count: (n: number) => (Math.abs(n) < 10_000 ? whole : compact).format(n),
    net: (value: number) => signed.format(Math.round(value * 100)).replace('-', '\u2212'),
    weight: (weight: number) => weights.format(weight).replace('-', '\u2212'),
    percent: (share: number) => percent.format(share),
    list: (items: readonly string[]) => list.format(items),
    language: (code: string) => {
      if (code === 'und') return languages.of('und') ?? code
      try {
        return languages.of(code) ?? code
      } catch {
        return code
      }
    },
    clock: (iso: string | number, zone?: string) => date(iso, zone, { hour: '2-digit', minute: '2-digit' }),
    clockSeconds: (iso: string | number, zone?: string) => date(iso, zone, { timeStyle: 'medium' }),
    day: (iso: string | number, zone?: string) => date(iso, zone, { weekday: 'short', day: 'numeric', month: 'short' }),
    moment: (iso: string | number, zone?: string) =>
      date(iso, zone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    absolute: (iso: string | number, zone?: string) => date(iso, zone, { dateStyle: 'full', timeStyle: 'long' }),
    ago: (iso: string | number, now: number) => {
      const seconds = Math.max(0, Math.round((now - new Date(iso).getTime()) / 1000))
      if (seconds < 60) return relative.format(-seconds, 'second')
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
      if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour')
      return relative.format(-Math.floor(seconds / 86_400), 'day')
    },
  }
}

export type Format = ReturnType<typeof createFormat>
