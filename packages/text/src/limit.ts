import { hash32 } from './hash.ts'

/** The longest norm in UTF-16 units: index terms stay small, and below the 255 characters of Elasticsearch's tokenizer. */
export const MAX_NORM = 64

/** A longer norm becomes its first 55 units, `~` and eight hexadecimal digits of a hash of the whole: still the same for the same word. */
export function limitNorm(norm: string): string {
  if (norm.length <= MAX_NORM) return norm
  let head = norm.slice(0, MAX_NORM - 9)
  const last = head.charCodeAt(head.length - 1)
  if (last >= 0xd800 && last <= 0xdbff) head = head.slice(0, -1)
  return `${head}~${hash32(norm, 0x2c1b3c6d).toString(16).padStart(8, '0')}`
}
