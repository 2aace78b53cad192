import type { TimelineBucket } from '../api/contract.ts'
import type { Messages } from '../i18n/en.ts'
import type { Format } from '../i18n/format.ts'
import { moodWord } from '../wall/mood-words.ts'

/** The small window over a bucket, as elements: text from outside never becomes markup. */
export function chartTip(
  bucket: TimelineBucket | undefined,
  asOf: string,
  zone: string,
  t: Messages,
  f: Format,
): HTMLElement {
  const box = document.createElement('div')
  if (bucket === undefined) return box
  const add = (text: string, className = '') => {
    const line = document.createElement('div')
    line.textContent = text
    line.className = className
    box.append(line)
  }
  add(`${f.moment(bucket.from, zone)} – ${f.clock(bucket.to, zone)}`, 'chart__tip-title')
  if (bucket.state === 'hole') add(t.brand.hole)
  if (bucket.state === 'not-watched') add(t.brand.notWatched)
  if (bucket.state === 'hole' || bucket.state === 'not-watched') return box
  if (bucket.net !== null) {
    add(`${t.brand.netAxis} ${f.net(bucket.net.value)} (${f.net(bucket.net.low)} … ${f.net(bucket.net.high)})`)
  }
  const word =
    bucket.colour === 'grey' ? t.colour.grey : moodWord({ colour: bucket.colour, reason: { code: 'no-data' } }, t, f)
  add(word)
  for (const label of ['positive', 'neutral', 'negative', 'unscored'] as const) {
    add(`${t.label[label]}: ${f.whole(bucket.volume[label])}`)
  }
  if (bucket.usualVolume !== null) add(`${t.brand.usualVolume}: ${f.whole(bucket.usualVolume)}`)
  if (bucket.state === 'partial') add(bucket.to > asOf ? t.brand.partial : t.brand.partlyBucket, 'chart__tip-note')
  return box
}
