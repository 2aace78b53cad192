/** The commonest characters of running text per encoding that feeds without a label are found in. */
const CANDIDATES: readonly (readonly [label: string, common: string])[] = [
  [
    'gb18030',
    '的一是不了在有人我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长',
  ],
  [
    'big5',
    '的一是不了在有人我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長',
  ],
  ['shift_jis', 'のにはをたがでてとしれさあるいなものかすりうこまきよけらだ'],
  ['euc-jp', 'のにはをたがでてとしれさあるいなものかすりうこまきよけらだ'],
  ['euc-kr', '이다에는을를가의고하지로도사은한기리자인서'],
  ['windows-1251', 'оеаинтсрвлкмдпуяыгзбчйхжшю'],
  ['koi8-r', 'оеаинтсрвлкмдпуяыгзбчйхжшю'],
  ['windows-1255', 'יולאהרתשבמדנחקפעטסגצזכםןךף'],
  ['windows-1256', 'اليمنوتربعدسفهكقحجشصطخزضغثذئءآأإةىپچژگ'],
]

/**
 * Guesses an encoding by the share of a language's commonest characters among the characters beyond ASCII; null when
 * nothing is convincing. At most 64 KiB are looked at, from the first byte beyond ASCII on.
 */
export function detectEncoding(bytes: Uint8Array): string | null {
  const start = bytes.findIndex((b) => b >= 0x80)
  if (start < 0) return null
  const piece = bytes.subarray(start, start + 65_536)
  if (!inRuns(piece)) return null
  let best: string | null = null
  let bestScore = 0.3
  for (const [label, common] of CANDIDATES) {
    const text = new TextDecoder(label).decode(piece)
    let beyond = 0
    let hits = 0
    for (const c of text) {
      if (c < '\u0080') continue
      beyond++
      if (c === '\uFFFD') hits -= 2
      else if (common.includes(c)) hits++
    }
    const score = beyond === 0 ? 0 : hits / beyond
    if (score > bestScore) {
      best = label
      bestScore = score
    }
  }
  return best
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
