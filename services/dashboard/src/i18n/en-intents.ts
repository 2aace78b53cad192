import type { IntentKind } from '../api/contract.ts'

/** Intents, as chips say them and as the mention page explains them. */
export const enIntents = {
  title: 'What it is after',
  any: 'All intents',
  label: 'Intent',
  none: 'No intent found',
  clear: (share: string) => `clear to ${share}`,
  kind: {
    asks: 'Asks',
    considers: 'Considers buying',
    complains: 'Complains',
    praises: 'Praises',
    suggests: 'Suggests',
    leaves: 'Leaves',
    fault: 'Reports a fault',
    fraud: 'Reports fraud',
    advertises: 'Advertises',
  } satisfies Record<IntentKind, string>,
}
