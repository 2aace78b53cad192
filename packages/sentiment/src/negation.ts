import type { Token } from '@moodlight/text'

const split = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const BEFORE: Readonly<Record<string, ReadonlySet<string>>> = {
  eng: split('not no never cannot cant nor none nothing neither without hardly barely lacks lacking zero nobody'),
  nld: split('niet geen nooit nergens niets niks noch zonder nauwelijks niemand amper weinig nie'),
  deu: split('nicht kein keine keinen keiner keinem nie niemals nichts ohne weder kaum'),
  fra: split('ne pas jamais aucun aucune sans rien ni guère'),
  spa: split('no nunca jamás sin nada ni tampoco ningún ninguna'),
  ita: split('non mai senza niente nulla nessun nessuna né'),
  por: split('não nunca jamais sem nada nem nenhum nenhuma nao'),
  zho: split('不 没 無 无 未 别 非 莫 勿 沒'),
  fas: split('نه هیچ بدون بی عدم غیر'),
  swe: split('inte icke ej aldrig ingen inget inga utan'),
  dan: split('ikke aldrig ingen intet uden'),
  nob: split('ikke aldri ingen intet uten'),
  rus: split('не нет ни без никогда ничего'),
  pol: split('nie bez nigdy żaden żadna nic'),
  tur: split('değil yok hiç asla'),
  ind: split('tidak bukan tak belum jangan gak nggak ga enggak'),
  fin: split('ei en et eivät ilman ikinä koskaan'),
}
/** In Persian the verb that denies stands after what it denies: خوب نیست. */
const AFTER: Readonly<Record<string, ReadonlySet<string>>> = {
  fas: split(
    'نیست نبود نیستم نیستند نیستی نبودم نبودند نشد نشده نداره ندارد ندارم نداشت نداشتم نکنید نکن نکردم نکرد نمیشه نیس',
  ),
  tur: split('değil yok'),
}
const NONE: ReadonlySet<string> = new Set()

/** How many words a denial reaches. */
export const NEGATION_REACH = 3

/** Does a mark end the reach of a denial? */
export const endsClause = (norm: string): boolean => /^[.!?,;:。！？，；：،؛؟…]/.test(norm)

/**
 * Marks the tokens that stand under a denial (1) in `out`. The reach is three words (four Han characters) after the denying word, or before it
 * in Persian and Turkish where it follows, and ends at a mark.
 */
export function markNegated(tokens: readonly Token[], language: string, out: Uint8Array): void {
  out.fill(0, 0, tokens.length)
  const before = BEFORE[language] ?? NONE
  const after = AFTER[language] ?? NONE
  let left = 0
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.kind === 'mark') {
      if (endsClause(token.norm)) left = 0
      continue
    }
    if (left > 0) {
      out[i] = 1
      left--
    }
    if (before.has(token.norm) || (language === 'eng' && /n['’]t$/.test(token.norm)))
      left = token.kind === 'han' ? 4 : NEGATION_REACH
    if (after.has(token.norm) || (language === 'fas' && token.norm.length > 4 && token.norm.startsWith('نمی'))) {
      for (let j = i - 1, reach = 2; j >= 0 && reach > 0; j--, reach--) {
        if (tokens[j]!.kind === 'mark') break
        out[j] = 1
      }
    }
  }
}
