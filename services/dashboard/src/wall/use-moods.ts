import { useEffect, useMemo, useState } from 'react'
import { apiPath } from '../api/client.ts'
import type { Mood, MoodsAnswer } from '../api/contract.ts'
import { useLiveEvents } from '../api/live-context.tsx'
import type { Query } from '../api/use-query.ts'
import { useQuery } from '../api/use-query.ts'

const POLL_MS = 15_000
/** While a brand has too little to be coloured, history is probably still being filled: then every look shows more. */
const POLL_FILLING_MS = 4000

const isFilling = (answer: MoodsAnswer | null) =>
  answer?.moods.some(({ reason }) => reason.code === 'no-data' || reason.code === 'too-few') ?? true

export interface Moods {
  readonly day: ReadonlyMap<string, Mood>
  readonly hour: ReadonlyMap<string, Mood>
  readonly query: Query<MoodsAnswer>
}

/** The moods of every brand for 24 h and 1 h: asked for regularly, and renewed by the live line in between. */
export function useMoods(): Moods {
  const [every, setEvery] = useState(POLL_FILLING_MS)
  const day = useQuery<MoodsAnswer>(apiPath('moods', { window: '24h' }), every)
  const hour = useQuery<MoodsAnswer>(apiPath('moods', { window: '1h' }), POLL_MS)
  const [live, setLive] = useState<readonly Mood[]>([])

  useLiveEvents({
    onMoods: (moods) =>
      setLive((old) => [
        ...old.filter((a) => !moods.some((b) => a.brand === b.brand && a.window.name === b.window.name)),
        ...moods,
      ]),
    onGap: () => {
      day.reload()
      hour.reload()
    },
  })

  useEffect(() => setEvery(isFilling(day.data) ? POLL_FILLING_MS : POLL_MS), [day.data])

  // An answer that was asked for later than a live mood came in rules over it.
  useEffect(() => {
    const asOf = day.data?.asOf
    if (asOf !== undefined) setLive((old) => old.filter((mood) => mood.window.to > asOf))
  }, [day.data])

  return useMemo(() => {
    const merge = (answer: MoodsAnswer | null, name: string) => {
      const map = new Map((answer?.moods ?? []).map((mood) => [mood.brand, mood]))
      for (const mood of live) if (mood.window.name === name) map.set(mood.brand, mood)
      return map
    }
    return { day: merge(day.data, '24h'), hour: merge(hour.data, '1h'), query: day }
  }, [day, hour.data, live])
}
