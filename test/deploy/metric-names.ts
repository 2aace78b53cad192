import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const DEPLOY = join(import.meta.dirname, '../../deploy')

const read = (path: string): string => readFileSync(join(DEPLOY, path), 'utf8')

/** The expressions of all panels of the board. */
export function boardExpressions(): readonly string[] {
  const { panels } = JSON.parse(read('grafana/boards/moodlight.json')) as { panels: { targets: { expr: string }[] }[] }
  return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
}

/** Metrics of ours that alarms, board and autoscalers ask for, as the services name them (a histogram without its endings). */
export function askedFor(): readonly string[] {
  const texts = [
    ...boardExpressions(),
    read('prometheus/moodlight.rules.yaml'),
    read('prometheus/adapter.values.yaml'),
    read('kubernetes/enrich.yaml'),
    read('kubernetes/index.yaml'),
  ]
  const names = texts.flatMap((text) => text.match(/\bmoodlight_[a-z_]+\b/g) ?? [])
  return [...new Set(names.map((name) => name.replace(/_(bucket|count|sum)$/, '')))].sort()
}
