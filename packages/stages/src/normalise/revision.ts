import { revisionOfEdit } from '@moodlight/core'
import type { PostDraft } from '@moodlight/ports'

/** Revisions end here; what is greater can only be a time in milliseconds (the smallest is of November 2004). */
const LARGEST = 2 ** 40 - 1

/** The revision of a draft: what the connector says, else its edit time, else 0 for never edited. */
export function revisionOf({ revision, editedAt }: Pick<PostDraft, 'revision' | 'editedAt'>): number {
  const said = revision ?? null
  if (said !== null && Number.isFinite(said) && said >= 0)
    return said > LARGEST ? revisionOfEdit(said) : Math.floor(said)
  return editedAt !== null && Number.isFinite(editedAt) && editedAt > 0 ? revisionOfEdit(editedAt) : 0
}
