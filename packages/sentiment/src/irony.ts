import { type Token, tokenize } from '@moodlight/text'
import { Phrases } from './phrases.ts'

type Cue = 'praise' | 'fault' | 'again' | 'solved'

/** Praise beside a fault that comes again is not meant, unless the fault is over. Word forms as the tokens fold them. */
const CUES: Readonly<Record<string, Readonly<Record<Cue, readonly string[]>>>> = {
  eng: {
    praise: 'great|love it|wonderful|fantastic|brilliant|lovely|bravo|well done|top service|nice work|good job'.split(
      '|',
    ),
    fault: 'is down|are down|be down|outage|crashed|crashes|not working|is broken|offline|out of service'.split('|'),
    again: 'again|yet another|once more|third time|fourth time|payday'.split('|'),
    solved: 'fixed|solved|sorted|resolved|back up|never|thanks to|but|glad|now'.split('|'),
  },
  nld: {
    praise:
      'fijn|fijn hoor|lekker|heerlijk|geweldig|topservice|knap|hulde|bravo|prachtig|goed bezig|lekker bezig'.split('|'),
    fault: 'storing|plat|eruit|ligt er uit|kapot|down|onbereikbaar|offline'.split('|'),
    again: 'weer|alweer|opnieuw|betaaldag|zoveelste'.split('|'),
    solved: 'opgelost|verholpen|hersteld|gemaakt|nooit|maar|blij|gelukkig'.split('|'),
  },
  zho: {
    praise: '真棒|太好了|真行|厉害|好样的|真给力|恭喜|干得漂亮|真贴心|完美'.split('|'),
    fault: '崩了|崩溃|闪退|打不开|登不上|瘫痪|宕机|挂了|故障'.split('|'),
    again: '又|再次|每次|第三次|第四次'.split('|'),
    solved: '解决|修好|恢复|但是|但|不过|从来没|从没|还好|幸好'.split('|'),
  },
  fas: {
    praise: 'عالی|دستتان درد نکند|دستتون درد نکنه|آفرین|مرسی|به‌به|خسته نباشید|تبریک|دمتان گرم'.split('|'),
    fault: 'قطع|قطعه|خراب|اختلال|هنگ|از کار افتاد|قطعی'.split('|'),
    again: 'باز|دوباره|باز هم|بازم|همیشه'.split('|'),
    solved: 'حل شد|حل کرد|درست شد|درست کرد|رفع شد|ولی|اما|هیچ‌وقت'.split('|'),
  },
}
/** Longer texts hold praise and faults side by side without irony. */
const LONGEST = 40

/** Finds irony about faults in texts of one language; it is rare, and only its plainest form is taken. */
export function createIrony(language: string): (tokens: readonly Token[]) => boolean {
  const cues = CUES[language]
  if (!cues) return () => false
  const phrases = new Phrases<Cue>()
  for (const [cue, list] of Object.entries(cues) as [Cue, readonly string[]][])
    for (const entry of list)
      phrases.add(
        tokenize(entry)
          .filter((token) => token.kind !== 'mark')
          .map((token) => token.norm),
        cue,
      )
  return (tokens) => {
    if (tokens.length > LONGEST) return false
    let [praise, fault, again] = [false, false, false]
    for (let i = 0; i < tokens.length; i++) {
      const cue = phrases.match(tokens, i)
      if (cue === 'solved') return false
      if (cue === 'praise') praise = true
      else if (cue === 'fault') fault = true
      else if (cue === 'again') again = true
    }
    return praise && fault && again
  }
}
