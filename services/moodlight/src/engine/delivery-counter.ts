import type { DeliveryReport } from '@moodlight/ports'
import type { Metrics } from '@moodlight/runtime'

/** Counts what sources delivered; to be told of every delivery. */
export function deliveryCounter(metrics: Metrics) {
  const counter = metrics.counter('moodlight_ingested_total', 'Items that sources delivered, by what became of them.', [
    'source',
    'lane',
    'outcome',
  ])
  return (source: string, lane: string, report: DeliveryReport) => {
    counter.inc({ source, lane, outcome: 'accepted' }, report.accepted)
    for (const [reason, n] of Object.entries(report.dropped)) counter.inc({ source, lane, outcome: reason }, n)
    if (report.dead > 0) counter.inc({ source, lane, outcome: 'dead' }, report.dead)
  }
}
