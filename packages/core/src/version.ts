import * as z from 'zod'

/** A source's own number or, for sources that give an edit time, milliseconds since 2020-01-01 UTC; below 2^40 (until 2054). */
export const Revision = z
  .int()
  .min(0)
  .max(2 ** 40 - 1)

/**
 * Rises with every change of model, tokeniser or brand definition inside one generation, from 1; below 2^13. 0: taken over from
 * a former generation with the labels that it had there, which any labelling of the same revision replaces.
 */
export const EnrichmentVersion = z
  .int()
  .min(0)
  .max(2 ** 13 - 1)

const REVISION_EPOCH = Date.UTC(2020, 0, 1)

/** The revision of an edit made at `at`; times before 2020 give 1, so that they still beat "never edited" (0). */
export function revisionOfEdit(at: number): number {
  return Math.min(2 ** 40 - 1, Math.max(1, Math.floor(at - REVISION_EPOCH)))
}

/** Packs (revision, enrichment version) into one integer below 2^53; a greater number is a newer version of the post. */
export function packVersion(revision: number, enrichmentVersion: number): number {
  return revision * 8192 + enrichmentVersion
}

export function unpackVersion(version: number): { revision: number; enrichmentVersion: number } {
  return { revision: Math.floor(version / 8192), enrichmentVersion: version % 8192 }
}
