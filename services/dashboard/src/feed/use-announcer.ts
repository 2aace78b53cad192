import { useCallback, useEffect, useRef, useState } from 'react'
import type { MentionView } from '../api/contract.ts'
import { useLocale } from '../i18n/locale.tsx'

const EVERY_MS = 20_000

/** Tells screen readers what came in, summed up and at most every twenty seconds: each mention by itself would be a flood. */
export function useAnnouncer(): [string, (mention: MentionView) => void] {
  const { t } = useLocale()
  const [said, setSaid] = useState('')
  const tally = useRef({ all: 0, negative: 0, positive: 0 })
  useEffect(() => {
    const timer = setInterval(() => {
      const { all, negative, positive } = tally.current
      if (all === 0) return
      tally.current = { all: 0, negative: 0, positive: 0 }
      setSaid(t.feed.announce(all, negative, positive))
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [t])
  const announce = useCallback((mention: MentionView) => {
    tally.current.all += 1
    if (mention.sentiment.label === 'negative') tally.current.negative += 1
    if (mention.sentiment.label === 'positive') tally.current.positive += 1
  }, [])
  return [said, announce]
}
