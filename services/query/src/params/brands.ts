import type { Brand } from '@moodlight/core'
import type { Watched } from '../deps.ts'
import { invalid } from './filter.ts'
import { didYouMean } from './nearest.ts'

/** The brands asked for, all watched ones when none is named. @throws ML_QUERY_INVALID for one that is not watched */
export function readBrands(watched: Watched, ids: readonly string[] | undefined): readonly Brand[] {
  const all = watched.brands()
  if (!ids?.length) return all
  return [...new Set(ids)].map((id) => {
    const brand = all.find((b) => b.id === id)
    if (brand) return brand
    const known = all.map((b) => b.id)
    throw invalid('brand', `no brand ${id} is watched${didYouMean(id, known)}`)
  })
}

/** The zone of a query: the one asked for, else that which all these brands have, else UTC. */
export function zoneOf(brands: readonly Brand[], asked: string | undefined): string {
  if (asked) return asked
  const zones = new Set(brands.map((brand) => brand.zone))
  return zones.size === 1 ? [...zones][0]! : 'UTC'
}
