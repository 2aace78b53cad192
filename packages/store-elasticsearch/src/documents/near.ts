/** Bits of the five parts of a similarity: of 64 bits that differ in 3 at most, two parts at least are equal. */
const PARTS = [13, 13, 13, 13, 12] as const

/**
 * The ten terms by which near-copies find each other: every two parts of the similarity. Two contents within 3 bits share one
 * at least; two by chance share one in about three million pairs, so that looking up stays cheap among hundreds of millions.
 * Method: Manku, Jain, Das Sarma, "Detecting near-duplicates for web crawling" (2007), with tables of two blocks of five.
 */
export function nearTerms(similarity: string): string[] {
  const parts: string[] = []
  let bits = BigInt(`0x${similarity}`)
  for (const width of PARTS) {
    parts.push((bits & ((1n << BigInt(width)) - 1n)).toString(36))
    bits >>= BigInt(width)
  }
  const terms: string[] = []
  for (let i = 0; i < parts.length; i++)
    for (let k = i + 1; k < parts.length; k++) terms.push(`${i}${k}.${parts[i]}.${parts[k]}`)
  return terms
}
