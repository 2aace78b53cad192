import type { Marked } from './pieces.ts'
import { piecesOf, strengthOf } from './pieces.ts'

/** A text with the brand's names and the words that made its label marked; `brief`: without those of slight weight. */
export function MarkedText({ mention, brief = false }: { mention: Marked; brief?: boolean }) {
  const strongest = Math.max(0, ...mention.sentiment.evidence.map((span) => Math.abs(span.weight)))
  return piecesOf(mention).map(({ start, end, name, weight }) => {
    const text = mention.text.slice(start, end)
    const strength = strengthOf(weight, strongest)
    const shown = weight !== 0 && !(brief && strength === 'slight')
    if (!name && !shown) return text
    const looks = []
    if (name) looks.push('mark--name')
    if (shown) {
      looks.push(weight > 0 ? 'mark--for' : 'mark--against')
      if (strength === 'strong') looks.push('mark--strong')
      if (strength === 'slight') looks.push('mark--weak')
    }
    return (
      <mark key={start} className={looks.join(' ')} data-start={start} data-end={end} data-weight={weight || undefined}>
        {text}
      </mark>
    )
  })
}
