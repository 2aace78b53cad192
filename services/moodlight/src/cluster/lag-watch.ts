import type { EventLog, GroupLag } from '@moodlight/ports'
import type { Metrics } from '@moodlight/runtime'

/** The lag as it was asked for last. Asking costs several questions to the brokers, so that everybody shares one answer. */
export class LagWatch {
  readonly #log: Pick<EventLog, 'lag'>
  #groups: readonly GroupLag[] = []

  /** `group`: whose lag is told in the metrics; the others are told by their own services. */
  constructor(log: Pick<EventLog, 'lag'>, metrics: Metrics, group: string | null) {
    this.#log = log
    if (group === null) return
    const labels = ['group', 'topic', 'lane'] as const
    const own = () => this.#groups.filter((one) => one.group === group)
    const by = ({ group: name, topic, lane }: GroupLag) => ({ group: name, topic, lane })
    metrics.gauge('moodlight_log_lag_records', 'Records that the group has not committed yet.', labels, (gauge) => {
      for (const one of own()) gauge.set(one.records, by(one))
    })
    metrics.gauge('moodlight_log_lag_seconds', 'Age of the oldest record not committed yet.', labels, (gauge) => {
      for (const one of own()) gauge.set(one.ageMs / 1000, by(one))
    })
    metrics.gauge(
      'moodlight_log_time_to_loss_seconds',
      'Time until retention reaches the oldest record not committed yet: below some hours somebody has to act.',
      labels,
      (gauge) => {
        for (const one of own()) if (one.timeToLossMs !== null) gauge.set(one.timeToLossMs / 1000, by(one))
      },
    )
  }

  /** Asks anew; also the question by which the brokers show that they are there. */
  async look(): Promise<void> {
    this.#groups = await this.#log.lag()
  }

  get groups(): readonly GroupLag[] {
    return this.#groups
  }

  /** Records of a lane that wait, over all groups. */
  waiting(lane: GroupLag['lane']): number {
    return this.#groups.reduce((sum, one) => sum + (one.lane === lane ? one.records : 0), 0)
  }
}
