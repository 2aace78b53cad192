import { MoodlightError } from '@moodlight/core'

/** More than one answer may hold. `allowed`: what is. */
export function tooWide(field: string, allowed: string): MoodlightError {
  return new MoodlightError('ML_QUERY_TOO_WIDE', `${field}: ${allowed}`, {
    details: { fields: [{ field, message: allowed }] },
  })
}
