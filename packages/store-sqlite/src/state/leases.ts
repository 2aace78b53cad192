import type { Lease } from '@moodlight/ports'
import type { Query } from '../db/statements.ts'

interface LeaseRow {
  readonly holder: string | null
  readonly fence: number
  readonly until: number
}

/** Takes or renews a lease at the caller's `now`. The fence rises with every new holder, also after a release. */
export function acquireLease(q: Query, name: string, holder: string, ttlMs: number, now: number): Lease | null {
  const row = q('SELECT holder, fence, until FROM lease WHERE name = ?').get(name) as LeaseRow | undefined
  const mine = row?.holder === holder
  if (row && row.holder !== null && !mine && row.until > now) return null
  const lease = { name, holder, fence: mine ? row.fence : (row?.fence ?? 0) + 1, until: now + ttlMs }
  q('INSERT OR REPLACE INTO lease VALUES (?,?,?,?)').run(name, holder, lease.fence, lease.until)
  return lease
}

/** Gives a lease back; one that has passed on already is left alone. */
export function releaseLease(q: Query, lease: Lease): void {
  q('UPDATE lease SET holder = NULL WHERE name = ? AND fence = ? AND holder = ?').run(
    lease.name,
    lease.fence,
    lease.holder,
  )
}
