/** An address from a feed, made absolute; null when it is none of http(s) or too long. */
export function absolute(href: string | null | undefined, base: string): string | null {
  const trimmed = href?.trim().replace(/[\t\r\n]/g, '') ?? ''
  if (trimmed === '' || trimmed.length > 4096 || !URL.canParse(trimmed, base)) return null
  const url = new URL(trimmed, base)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.href.length <= 4096 ? url.href : null
}
