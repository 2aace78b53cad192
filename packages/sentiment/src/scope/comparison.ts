/**
 * Comparisons and changes of bank, per language. Patterns run over a sentence written as words with A and B in place of two brands;
 * `gap` stands for up to six words. The sign is what is said of A; of B the opposite is said.
 */
type Rule = readonly [pattern: RegExp, signOfA: 1 | -1]

const rule = (pattern: string, sign: 1 | -1): Rule => [
  new RegExp(` ${pattern.replaceAll(' gap ', ' (?:[^\\sAB]+ ){0,6}')} `, 'u'),
  sign,
]

const BETTER_EN =
  '(?:better|faster|cheaper|nicer|easier|safer|friendlier|quicker|stronger|smoother|superior|more reliable|more honest|more helpful)'
const WORSE_EN = '(?:worse|slower|pricier|weaker|ruder|inferior|more expensive|less reliable|less helpful)'
const BETTER_NL = '(?:beter|sneller|goedkoper|fijner|makkelijker|veiliger|vriendelijker|prettiger|betrouwbaarder)'
const WORSE_NL = '(?:slechter|erger|trager|duurder|langzamer|onbetrouwbaarder|minder goed)'
const GOOD_ZH = '(?:好|强|快|靠谱|便宜|方便|贴心|稳定|安全|实惠)'
const BAD_ZH = '(?:差|慢|贵|烂|坑|麻烦|糟)'
const FEW = '(?:[^\\sAB]+ ){0,3}'
const BETTER_FA =
  '(?:خیلی )?(?:به|سریع|ارزان|ارزون|راحت|مطمئن|اسان|امن|تمیز|قوی|مودب|مهربان|خوش ?برخورد)تر(?:ه|ست|است|ی)?'
const WORSE_FA = '(?:خیلی )?(?:بد|کند|گران|گرون|ضعیف|کثیف|بی ?نظم|عقب)تر(?:ه|ست|است|ی)?'
const spaced = (group: string): string => group.replace(/\p{Script=Han}+/gu, (word) => [...word].join(' '))

export const COMPARISONS: Readonly<Record<string, readonly Rule[]>> = {
  eng: [
    rule(`A gap ${BETTER_EN} (?:[^\\sAB]+ )?than gap B`, 1),
    rule(`A gap ${WORSE_EN} (?:[^\\sAB]+ )?than gap B`, -1),
    rule(`${BETTER_EN} off with A gap than gap B`, 1),
    rule(
      '(?:prefer|preferred|choose|chose|pick|picked|recommend) gap A (?:over|to|instead of|rather than|above) gap B',
      1,
    ),
    rule(
      '(?:switch|switched|switching|move|moved|moving|went|going|changed|changing|transferred) gap from gap A (?:[^\\sAB]+ ){0,3}to gap B',
      -1,
    ),
    rule(
      '(?:switch|switched|switching|move|moved|moving|went|going|changed|changing) gap to gap A (?:[^\\sAB]+ ){0,3}from gap B',
      1,
    ),
    rule(
      '(?:leave|left|leaving|ditch|ditched|ditching|dump|dumped|dumping|dropped|quit) gap A (?:[^\\sAB]+ ){0,3}for gap B',
      -1,
    ),
    rule('A gap (?:beats|outperforms|outclasses|trumps|over) gap B', 1),
    rule(`A ${FEW}(?:not|isn't|wasn't|nowhere near|nothing) ${FEW}(?:as|like) (?:[^\\sAB]+ as )?${FEW}B`, -1),
    rule(
      `A ${FEW}(?:no match for|hold a candle to|compete with|learn from|lessons from|loses to|lost to|inferior to) ${FEW}B`,
      -1,
    ),
    rule(`A ${FEW}(?:runs circles around|wipes the floor with|miles ahead of|way ahead of|superior to) ${FEW}B`, 1),
    rule(`(?:goodbye|bye|farewell|adios) ${FEW}A ${FEW}(?:hello|hi|welcome) ${FEW}B`, -1),
    rule(`(?:hello|welcome) ${FEW}A ${FEW}(?:goodbye|bye|farewell) ${FEW}B`, 1),
    rule(`(?:replaced|swapped|traded|exchanged) ${FEW}A ${FEW}(?:for|with|by) ${FEW}B`, -1),
    rule(`(?:back to|returned to) ${FEW}A ${FEW}(?:after|from) ${FEW}B`, 1),
    rule(
      'should have (?:gone|stayed|stuck|chosen|picked) gap A (?:[^\\sAB]+ ){0,2}(?:instead of|not|rather than|over) gap B',
      1,
    ),
  ],
  nld: [
    rule(`A gap ${BETTER_NL} (?:[^\\sAB]+ )?dan gap B`, 1),
    rule(`${BETTER_NL} (?:[^\\sAB]+ ){0,2}bij A (?:[^\\sAB]+ ){0,3}dan gap B`, 1),
    rule(`A gap ${WORSE_NL} (?:[^\\sAB]+ )?dan gap B`, -1),
    rule('liever gap A (?:[^\\sAB]+ ){0,2}dan gap B', 1),
    rule(
      '(?:overgestapt|overstappen|stap|stapte|switch|switchen|verhuisd|gewisseld|overgegaan|gegaan) gap van gap A (?:[^\\sAB]+ ){0,3}naar gap B',
      -1,
    ),
    rule(
      'van gap A (?:[^\\sAB]+ ){0,3}naar gap B (?:[^\\sAB]+ ){0,4}(?:overgestapt|overstappen|gewisseld|gegaan|verhuisd|over)',
      -1,
    ),
    rule('(?:overgestapt|overstappen|stap) gap naar gap A (?:[^\\sAB]+ ){0,3}van gap B', 1),
    rule('A gap (?:ingeruild|verruild|inruilen|verruilen) (?:[^\\sAB]+ )?voor gap B', -1),
    rule('A gap (?:verslaat|overtreft) gap B', 1),
    rule(
      `A ${FEW}(?:niet tippen aan|haalt het niet bij|verliest het van|legt het af tegen|nog wat leren van) ${FEW}B`,
      -1,
    ),
    rule(`A ${FEW}wint het ${FEW}van ${FEW}B`, 1),
    rule(`A ${FEW}niet zo [^\\sAB]+ als ${FEW}B`, -1),
    rule(`(?:doei|dag|vaarwel|adieu) ${FEW}A ${FEW}(?:hallo|hoi|welkom) ${FEW}B`, -1),
    rule(`(?:kies|verkies|prefereer|koos) ${FEW}A boven ${FEW}B`, 1),
    rule(`weg bij ${FEW}A ${FEW}(?:naar|bij) ${FEW}B`, -1),
    rule(`terug (?:naar|bij) ${FEW}A ${FEW}(?:na|van) ${FEW}B`, 1),
  ],
  zho: [
    rule(spaced(`A gap 比 (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,5}${GOOD_ZH}`), 1),
    rule(spaced(`A gap 比 (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,5}${BAD_ZH}`), -1),
    rule('A gap (?:不 如|比 不 上|不 及|没 有) (?:[^\\sAB]+ ){0,2}B', -1),
    rule('从 (?:[^\\sAB]+ ){0,2}A (?:[^\\sAB]+ ){0,3}(?:换|转|改|跳) (?:[^\\sAB]+ ){0,3}B', -1),
    rule('(?:宁 愿|宁 可|更 喜 欢) (?:[^\\sAB]+ ){0,3}A (?:[^\\sAB]+ ){0,4}B', 1),
    rule('A gap (?:完 胜|吊 打|秒 杀|胜 过|碾 压|完 爆) (?:[^\\sAB]+ ){0,2}B', 1),
    rule('A gap (?:输 给|不 敌|赶 不 上|追 不 上|落 后 于) (?:[^\\sAB]+ ){0,2}B', -1),
    rule('A gap 被 (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,2}(?:完 胜|吊 打|秒 杀|碾 压|完 爆)', -1),
    rule(
      '(?:告 别|放 弃|抛 弃|卸 载|再 见) (?:了 )?A gap (?:拥 抱|投 奔|改 用|转 投|换|选|投 向) (?:[^\\sAB]+ ){0,2}B',
      -1,
    ),
    rule('A (?:[^\\sAB]+ ){0,3}(?:换 成|换 到|转 到|改 成) (?:了 )?B', -1),
    rule('与 其 (?:[^\\sAB]+ ){0,2}A gap 不 如 (?:[^\\sAB]+ ){0,2}B', -1),
  ],
  fas: [
    rule(`A gap (?:از|نسبت به) ${FEW}B (?:[^\\sAB]+ ){0,4}${BETTER_FA}`, 1),
    rule(`A gap (?:از|نسبت به) ${FEW}B (?:[^\\sAB]+ ){0,4}${WORSE_FA}`, -1),
    rule(`A gap ${BETTER_FA} از ${FEW}B`, 1),
    rule(`A gap ${WORSE_FA} از ${FEW}B`, -1),
    rule(`A ${FEW}به (?:گرد )?پای ${FEW}B ${FEW}نمی ?رس[^\\sAB]*`, -1),
    rule(`خداحافظ ${FEW}A ${FEW}سلام ${FEW}B`, -1),
    rule('A (?:[^\\sAB]+ ){0,3}به (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,4}(?:ترجیح)', 1),
    rule(
      `از ${FEW}A (?:[^\\sAB]+ ){0,5}به ${FEW}B (?:[^\\sAB]+ ){0,3}(?:رفتم|رفتیم|امدم|اومدم|اومدیم|کوچ|منتقل شدم|جابجا شدم|بردم|اسباب[^\\s]*)`,
      -1,
    ),
    rule(`از ${FEW}A ${FEW}(?:رفتم|امدم|اومدم|کوچ کردم|جابجا شدم) ${FEW}به ${FEW}B`, -1),
  ],
}
