import type { TimelineBucket } from '../api/contract.ts'
import { navigate, withSearch } from '../app/router.ts'

export interface Selected {
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Choosing a bucket narrows the mentions to it; choosing it again lets them go. */
export function selectBucket(bucket: TimelineBucket, selected: Selected): void {
  const again = selected.from === bucket.from && selected.to === bucket.to
  navigate(withSearch(again ? { from: null, to: null } : { from: bucket.from, to: bucket.to }), { replace: true })
}
