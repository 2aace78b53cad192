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
    rule('A gap (?:beats|outperforms|trumps|over) gap B', 1),
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
  ],
  zho: [
    rule(spaced(`A gap 比 (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,5}${GOOD_ZH}`), 1),
    rule(spaced(`A gap 比 (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,5}${BAD_ZH}`), -1),
    rule('A gap (?:不 如|比 不 上|不 及|没 有) (?:[^\\sAB]+ ){0,2}B', -1),
    rule('从 (?:[^\\sAB]+ ){0,2}A (?:[^\\sAB]+ ){0,3}(?:换|转|改|跳) (?:[^\\sAB]+ ){0,3}B', -1),
    rule('(?:宁 愿|宁 可|更 喜 欢) (?:[^\\sAB]+ ){0,3}A (?:[^\\sAB]+ ){0,4}B', 1),
    rule('A gap (?:完 胜|吊 打|秒 杀|胜 过) (?:[^\\sAB]+ ){0,2}B', 1),
  ],
  fas: [
    rule(
      'A gap از (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,4}(?:بهتر|بهتره|بهتراست|سریعتر|سریع‌تر|ارزانتر|ارزان‌تر|راحتتر|راحت‌تر)',
      1,
    ),
    rule('A gap از (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,4}(?:بدتر|بدتره|کندتر|گرانتر|گران‌تر)', -1),
    rule('A gap (?:بهتر|بهتره|سریعتر|سریع‌تر) از (?:[^\\sAB]+ ){0,3}B', 1),
    rule('A gap (?:بدتر|بدتره|کندتر|گرانتر|گران‌تر) از (?:[^\\sAB]+ ){0,3}B', -1),
    rule('A (?:[^\\sAB]+ ){0,3}به (?:[^\\sAB]+ ){0,2}B (?:[^\\sAB]+ ){0,4}(?:ترجیح)', 1),
    rule('از (?:[^\\sAB]+ ){0,2}A (?:[^\\sAB]+ ){0,5}به (?:[^\\sAB]+ ){0,2}B', -1),
  ],
}
