import type { Brand, Voice } from '@moodlight/core'
import type { Token } from '@moodlight/text'
import type { MatchedPost } from './hit.ts'

/** Hashtags by which paid posts must be marked (Dutch advertising code, FTC, ASA, Chinese and Iranian custom). */
const AD_TAGS = new Set(
  '#ad #ads #advert #advertisement #advertentie #advertorial #adv #reclame #spon #sponsored #sponsor #gesponsord #paidpartnership #betaaldesamenwerking #samenwerking #anzeige #werbung #publicite #广告 #推广 #赞助 #تبلیغ #تبلیغات #آگهی #اگهی'.split(
    ' ',
  ),
)
/** The same as a label at the head of the text: before a colon or bar, or in brackets. */
const AD_LABELS = new Set(
  'ad advertentie advertorial sponsored promoted gesponsord anzeige werbung تبلیغ تبلیغات اگهی 广告 推广'.split(' '),
)
const CLOSES = new Set([':', '：', ']', '】', ')', '）', '|', '｜', '」'])
const OPENS = new Set(['[', '【', '(', '（', '「'])

/** The keys of a brand's own accounts and staff. */
export interface Accounts {
  readonly own: ReadonlySet<string>
  readonly staff: ReadonlySet<string>
}

export function compileAccounts(brand: Brand, handleKey: (network: string, handle: string) => string): Accounts {
  const keys = (accounts: readonly string[]) =>
    new Set(
      accounts.flatMap((account) => {
        const at = account.indexOf(':')
        return at > 0 ? [handleKey(account.slice(0, at).trim(), account.slice(at + 1).trim())] : []
      }),
    )
  return { own: keys(brand.ownAccounts), staff: keys(brand.staffAccounts) }
}

/**
 * Who speaks, seen from one brand. The first that fits: the brand's own account or source, its staff, an account that the
 * source calls automated, marked advertising, press, else the public.
 */
export function voiceOf(post: MatchedPost, accounts: Accounts, advertising: () => boolean): Voice {
  const key = post.author?.handleKey ?? null
  if (post.sourceKind === 'own' || (key !== null && accounts.own.has(key))) return 'own'
  if (key !== null && accounts.staff.has(key)) return 'staff'
  if (post.author?.automated) return 'automated'
  if (advertising()) return 'advertising'
  return post.sourceKind === 'press' ? 'press' : 'public'
}

/** Whether the text says that it is paid for: a hashtag of the list anywhere, or a label at its head. */
export function isAdvertising(tokens: readonly Token[]): boolean {
  for (const t of tokens) if (t.kind === 'hashtag' && AD_TAGS.has(t.norm)) return true
  const from = OPENS.has(tokens[0]?.norm ?? '') ? 1 : 0
  for (const n of [1, 2]) {
    if (!CLOSES.has(tokens[from + n]?.norm ?? '')) continue
    let label = ''
    for (let i = from; i < from + n; i++) label += tokens[i]!.norm
    if (AD_LABELS.has(label)) return true
  }
  return false
}
