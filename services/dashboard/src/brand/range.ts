/** Steps of a timeline and their length in milliseconds (a day of 23 or 25 hours is the server's business). */
export const STEPS = { '1m': 60_000, '15m': 900_000, '1h': 3_600_000, '1d': 86_400_000 } as const
export type Step = keyof typeof STEPS
export type RangeName = '24h' | '7d' | 'custom'

export interface Range {
  readonly name: RangeName
  /** As the API reads them: ISO times, or relative to now for a range that moves with it. */
  readonly from: string
  readonly to: string
  readonly step: Step
  /** Steps that give a readable number of bars for this range. */
  readonly steps: readonly Step[]
}

const MOST_BARS = 800
const LEAST_BARS = 5
const WANTED_BARS = 60

const stepsFor = (span: number): Step[] =>
  (Object.keys(STEPS) as Step[]).filter((step) => span / STEPS[step] <= MOST_BARS && span / STEPS[step] >= LEAST_BARS)

/** The step whose number of bars is nearest to what the eye takes in. */
function bestStep(span: number, steps: readonly Step[]): Step {
  const off = (step: Step) => Math.abs(Math.log(span / STEPS[step] / WANTED_BARS))
  return [...steps].sort((a, b) => off(a) - off(b))[0] ?? '1h'
}

/** Reads range, since, until and step of an address; whatever makes no sense falls back to the last 24 hours. */
export function readRange(search: URLSearchParams, now: number): Range {
  const since = Date.parse(search.get('since') ?? '')
  const until = Date.parse(search.get('until') ?? '')
  const asked = search.get('range')
  const custom = asked === 'custom' && Number.isFinite(since) && Number.isFinite(until) && since < until
  const name: RangeName = custom ? 'custom' : asked === '7d' ? '7d' : '24h'
  const span = custom ? until - since : name === '7d' ? 7 * STEPS['1d'] : STEPS['1d']
  // The server keeps minutes for two days.
  const steps = stepsFor(span).filter((one) => one !== '1m' || !custom || since > now - 47 * STEPS['1h'])
  const wanted = search.get('step')
  const step = steps.find((one) => one === wanted) ?? (name === '24h' ? '1h' : bestStep(span, steps))
  if (custom) return { name, from: new Date(since).toISOString(), to: new Date(until).toISOString(), step, steps }
  // The present bucket is asked for in full, so that it can be shown as not complete yet.
  const size = Math.min(STEPS[step], STEPS['1h'])
  const to = (Math.floor(now / size) + 1) * size
  return { name, from: new Date(to - span).toISOString(), to: new Date(to).toISOString(), step, steps }
}

/** Value of a datetime-local field for a time, in the zone of the browser. */
export function localField(iso: string): string {
  const at = new Date(iso)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
