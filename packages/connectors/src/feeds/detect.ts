/** The letters of running text in the single-byte encodings that feeds without a label are found in. */
const LETTERS: readonly (readonly [label: string, common: string])[] = [
  ['windows-1251', 'оеаинтсрвлкмдпуяыгзбчйхжшю'],
  ['koi8-r', 'оеаинтсрвлкмдпуяыгзбчйхжшю'],
  ['windows-1255', 'יולאהרתשבמדנחקפעטסגצזכםןךף'],
  ['windows-1256', 'اليمنوتربعدسفهكقحجشصطخزضغثذئءآأإةىپچژگ'],
]

/** Counts of the pairs of bytes that start beyond ASCII, by where the common characters of each encoding live. */
interface Pairs {
  all: number
  /** First bytes of the commoner half of the characters: GB 2312 level 1, its part beyond Hangul, Big5 level 1, Hangul, kana. */
  gb: number
  gbBeyondHangul: number
  big5: number
  hangul: number
  kana: number
}

/**
 * Guesses an encoding by where the bytes beyond ASCII lie: letters of an alphabet by their share, two-byte encodings by the
 * zone of their commoner characters. null when nothing is convincing. At most 64 KiB are looked at.
 */
export function detectEncoding(bytes: Uint8Array): string | null {
  const start = bytes.findIndex((b) => b >= 0x80)
  if (start < 0) return null
  const piece = bytes.subarray(start, start + 65_536)
  if (!inRuns(piece)) return null
  const scores: [string, number][] = LETTERS.map(([label, common]) => [label, letterScore(piece, label, common)])
  const p = pairsOf(piece)
  if (p.all > 0) {
    const korean = p.hangul / p.all > 0.8 && p.gbBeyondHangul / p.all < 0.05
    scores.push(
      ['euc-jp', p.kana / p.all > 0.2 ? 0.9 + p.kana / p.all / 10 : 0],
      ['shift_jis', shiftJisKana(piece) > 0.2 ? 0.9 : 0],
      ['euc-kr', korean ? 0.9 : 0],
      ['gb18030', korean ? 0 : (p.gb / p.all) * 0.88],
      ['big5', (p.big5 / p.all) * 0.85],
    )
  }
  const best = scores.reduce((a, b) => (b[1] > a[1] ? b : a))
  return best[1] > 0.55 ? best[0] : null
}

function letterScore(bytes: Uint8Array, label: string, common: string): number {
  let beyond = 0
  let hits = 0
  for (const c of new TextDecoder(label).decode(bytes)) {
    if (c < '\u0080') continue
    beyond++
    if (c === '\uFFFD') hits -= 2
    else if (common.includes(c)) hits++
  }
  return beyond === 0 ? 0 : hits / beyond
}

function pairsOf(bytes: Uint8Array): Pairs {
  const p: Pairs = { all: 0, gb: 0, gbBeyondHangul: 0, big5: 0, hangul: 0, kana: 0 }
  for (let i = 0; i + 1 < bytes.length; i++) {
    const [a, b] = [bytes[i] as number, bytes[i + 1] as number]
    if (a < 0x80) continue
    p.all++
    i++
    const high = b >= 0xa1 && b <= 0xfe
    if (high && a >= 0xb0 && a <= 0xd7) p.gb++
    if (high && a >= 0xc9 && a <= 0xd7) p.gbBeyondHangul++
    if (high && a >= 0xb0 && a <= 0xc8) p.hangul++
    if (high && (a === 0xa4 || a === 0xa5)) p.kana++
    if ((high || (b >= 0x40 && b <= 0x7e)) && a >= 0xa4 && a <= 0xc6) p.big5++
  }
  return p
}

/** Share of hiragana (0x82 0x9F–0xF1) among the two-byte characters of Shift_JIS. */
function shiftJisKana(bytes: Uint8Array): number {
  let all = 0
  let kana = 0
  for (let i = 0; i + 1 < bytes.length; i++) {
    const [a, b] = [bytes[i] as number, bytes[i + 1] as number]
    if (!((a >= 0x81 && a <= 0x9f) || (a >= 0xe0 && a <= 0xfc))) continue
    all++
    i++
    if (a === 0x82 && b >= 0x9f && b <= 0xf1) kana++
  }
  return all === 0 ? 0 : kana / all
}

/** Bytes beyond ASCII stand side by side in the scripts above; alone among Latin letters they are accents. */
function inRuns(bytes: Uint8Array): boolean {
  let beyond = 0
  let beside = 0
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] as number) < 0x80) continue
    beyond++
    if ((bytes[i - 1] ?? 0) >= 0x80 || (bytes[i + 1] ?? 0) >= 0x80) beside++
  }
  return beyond >= 6 && beside > beyond / 2
}
