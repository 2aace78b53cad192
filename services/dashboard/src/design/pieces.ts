import type { MentionView } from '../api/contract.ts'

export interface Piece {
  readonly start: number
  readonly end: number
  readonly name: boolean
  /** Signed weight of the evidence that covers this piece; 0 where there is none. */
  readonly weight: number
}

export type Marked = Pick<MentionView, 'text' | 'matches'> & { sentiment: Pick<MentionView['sentiment'], 'evidence'> }

/**
 * Cuts a text at every edge of a match or an evidence span. Offsets are UTF-16 units [start, end); spans outside the
 * text are left out. Where evidence overlaps, the weights add up.
 */
export function piecesOf(mention: Marked): Piece[] {
  const { text } = mention
  const fits = (span: { start: number; end: number }) =>
    span.start >= 0 && span.start < span.end && span.end <= text.length
  const matches = mention.matches.filter(fits)
  const evidence = mention.sentiment.evidence.filter(fits)
  const edges = new Set([0, text.length])
  for (const span of [...matches, ...evidence]) edges.add(span.start).add(span.end)
  const sorted = [...edges].sort((a, b) => a - b)
  const pieces: Piece[] = []
  for (let i = 0; i + 1 < sorted.length; i++) {
    const start = sorted[i]!
    const end = sorted[i + 1]!
    const covers = (span: { start: number; end: number }) => span.start <= start && span.end >= end
    const weight = evidence.filter(covers).reduce((sum, span) => sum + span.weight, 0)
    pieces.push({ start, end, name: matches.some(covers), weight })
  }
  return pieces
}

/** How strong a weight is beside the strongest of the same text. */
export function strengthOf(weight: number, strongest: number): 'strong' | 'clear' | 'slight' {
  const share = strongest === 0 ? 0 : Math.abs(weight) / strongest
  return share > 0.66 ? 'strong' : share > 0.25 ? 'clear' : 'slight'
}
