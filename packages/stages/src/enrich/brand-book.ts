import { Brand, GenerationChange, type SettingsEvent } from '@moodlight/core'

/** The numbers under which a post is labelled, as far as settings decide them. */
export interface Versions {
  readonly generation: number
  readonly enrichmentVersion: number
  readonly settingsVersion: number
}

/** All that enrich takes from settings: plain data, so that it can be sent to a worker. */
export interface BrandBook {
  readonly brands: readonly Brand[]
  readonly versions: Versions
  /** Path of the module whose models label; null or absent: the shipped ones. */
  readonly model?: string | null
}

/** The id of the `option` change that sets the enrichment version outright (a new model, a rebuilt index). */
export const ENRICHMENT_VERSION_OPTION = 'enrichment-version'

/** The id of the `option` change by which a replay takes over, a GenerationChange: all that follows is labelled for another generation. */
export const GENERATION_OPTION = 'generation'

/**
 * The book after a settings event. An event that is not newer changes nothing (broadcast copies, replays). Any change of a
 * brand raises the enrichment version by one, unless the event sets it; a value that is no brand is passed over, since the
 * API has refused it before.
 */
export function afterSettings(book: BrandBook, event: SettingsEvent): BrandBook {
  if (event.version <= book.versions.settingsVersion) return book
  const brands = new Map(book.brands.map((brand) => [brand.id, brand]))
  let { enrichmentVersion } = book.versions
  let { generation } = book.versions
  let { model = null } = book
  let changed = false
  for (const { kind, id, value } of event.changes) {
    if (kind === 'option' && id === ENRICHMENT_VERSION_OPTION && typeof value === 'number')
      enrichmentVersion = value - 1
    if (kind === 'option' && id === ENRICHMENT_VERSION_OPTION) changed = true
    if (kind === 'option' && id === GENERATION_OPTION) {
      const told = GenerationChange.safeParse(value)
      if (told.success) ({ generation, enrichmentVersion, model } = told.data)
    }
    if (kind !== 'brand') continue
    const brand = value === null ? null : Brand.safeParse(value)
    if (brand === null) brands.delete(id)
    else if (brand.success) brands.set(brand.data.id, brand.data)
    changed = true
  }
  return {
    brands: [...brands.values()],
    model,
    versions: {
      generation,
      enrichmentVersion: changed ? enrichmentVersion + 1 : enrichmentVersion,
      settingsVersion: event.version,
    },
  }
}
