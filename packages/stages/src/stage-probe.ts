import type { RunnerProbe } from '@moodlight/pipeline'
import type { Logger, Metrics } from '@moodlight/runtime'

/** What every stage tells of itself, as metrics and lines of the log: per batch, never per post. */
export function stageProbe(logger: Logger, metrics: Metrics): RunnerProbe {
  const records = metrics.counter('moodlight_stage_records_total', 'Records with their outcome.', [
    'stage',
    'source',
    'lane',
    'outcome',
    'reason',
  ])
  const run = metrics.histogram('moodlight_stage_batch_seconds', 'Time of one batch in its stage.', ['stage'])
  const commit = metrics.histogram('moodlight_stage_commit_seconds', 'Time of one commit.', ['stage'])
  const latency = metrics.histogram(
    'moodlight_stage_latency_seconds',
    'From append to commit, of the oldest live record of a batch.',
    ['stage'],
  )
  const retries = metrics.counter('moodlight_stage_retries_total', 'Tries after a transient error.', ['stage'])
  const lost = metrics.counter('moodlight_stage_turns_lost_total', 'Batches left to another member of the group.', [
    'stage',
  ])
  const dead = metrics.counter('moodlight_dead_letters_total', 'Dead letters written.', ['stage', 'code'])
  return {
    batch(info) {
      const { stage } = info
      for (const { source, lane, outcome, reason, n } of info.ledger)
        records.inc({ stage, source, lane, outcome, reason }, n)
      run.observe(info.runMs / 1000, { stage })
      commit.observe(info.commitMs / 1000, { stage })
      if (info.oldestLive !== null) latency.observe(Math.max(0, Date.now() - info.oldestLive) / 1000, { stage })
      logger.debug(
        { stage, records: info.records, bytes: info.bytes, runMs: info.runMs, commitMs: info.commitMs },
        'batch',
      )
    },
    retry({ stage, doing, attempt, waitMs, error }) {
      retries.inc({ stage })
      // The first try tells; then now and then, so that a full disk does not fill itself with lines.
      if (attempt === 1 || attempt % 20 === 0)
        logger.warn({ stage, doing, attempt, waitMs, err: error }, 'the stage waits and tries again')
    },
    lost({ stage, error }) {
      lost.inc({ stage })
      logger.warn({ stage, err: error }, 'partitions went to another instance; what was in hand is left to it')
    },
    dead(letters) {
      for (const { stage, code } of letters) dead.inc({ stage, code })
      const [first] = letters
      if (first) logger.warn({ stage: first.stage, n: letters.length, code: first.code, id: first.id }, 'dead letters')
    },
  }
}
