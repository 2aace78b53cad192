/** Stands in the ledger for records that belong to no source: ticks, settings, author records, what is not JSON. */
export const NO_SOURCE = '-'

/** A quote inside a JSON string is escaped, so that an unescaped `"source":"` can only be a key, never text of a post. */
const SOURCE = /"source"\s*:\s*"([a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)"/

/**
 * The configured source that a record came from, read from its JSON text without parsing all of it (the ledger needs it for
 * every record, also for those that no schema accepts).
 */
export function sourceOf(value: string): string {
  return SOURCE.exec(value)?.[1] ?? NO_SOURCE
}
