/**
 * Letters that one language of the Arabic script has and the others lack, where no model was trained for want of text.
 * Pashto: ټ ډ ړ ښ ږ ځ څ ې ۍ ګ ڼ; Sorani Kurdish: ێ ۆ ڵ ڕ ە; Uyghur: ۇ ۈ ۋ (ې it shares with Pashto); Sindhi: ڄ ڃ ڏ ڍ ڻ ڳ ڱ ڪ.
 */
const MARKERS: readonly (readonly [string, string])[] = [
  ['pus', 'ېټډړښږځڅۍګڼ'],
  ['ckb', 'ێۆڵڕ'],
  ['uig', 'ۇۈۋ'],
  ['snd', 'ڄڃڏڍڻڳڱڪٻڀ'],
]
const OF_UNIT = new Map<number, number>()
MARKERS.forEach(([, letters], i) => {
  for (const letter of letters) OF_UNIT.set(letter.charCodeAt(0), i)
})

/**
 * The language whose own letters stand in the text at least once in every forty letters (each weighs 1.5), or null. One such letter in a long
 * text is a quotation or a name.
 */
export function byArabicLetters(text: string, letters: number): string | null {
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x670) continue
    const marker = OF_UNIT.get(unit)
    if (marker !== undefined) counts[marker]!++
  }
  let best = -1
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0 && (best < 0 || counts[i]! > counts[best]!)) best = i
  return best >= 0 && counts[best]! * 60 >= letters ? MARKERS[best]![0] : null
}
