/** The part of the volume of a brand and its rivals that is the brand's; null without rivals or without any volume. */
export function shareOfVoice(own: number, rivals: readonly number[]): number | null {
  if (rivals.length === 0) return null
  const all = own + rivals.reduce((sum, n) => sum + n, 0)
  return all === 0 ? null : own / all
}
