import type { Clock } from '@moodlight/core'
import { startEnrich, startReplay } from '@moodlight/enrich'
import { startIndex, startRetention } from '@moodlight/index'
import { type Ingest, startIngest } from '@moodlight/ingest'
import { connectLog } from '@moodlight/log-sqlite'
import { redrive } from '@moodlight/pipeline'
import { createLogger, createMetrics, Scope, secretFrom } from '@moodlight/runtime'
import type { RunningStage } from '@moodlight/stages'
import { connectStore } from '@moodlight/store-sqlite'
import { readBook, takeGeneration } from './book.ts'
import { deliveryCounter } from './delivery-counter.ts'
import type { LineApi, LineData } from './line-protocol.ts'
import { normaliserOf } from './normaliser.ts'
import { Pace } from './pace.ts'

/** Composes ingest, enrich and index over the ports of the two files. */
export async function startLine(data: LineData, clock: Clock): Promise<LineApi> {
  const { config, book, authorSecret: secret } = data
  const logger = createLogger({ level: data.logLevel, write: (line) => void process.stderr.write(line) })
  const metrics = createMetrics()
  const scope = new Scope(logger)
  const log = connectLog(data.log)
  const { store, state } = connectStore(data.store, clock)

  const worker = data.enrichWorker === null ? {} : { worker: new URL(data.enrichWorker) }

  const indexing = await scope.start(
    'index',
    () => startIndex({ log, store, state, logger, metrics, clock }),
    stopStage,
  )
  await scope.start(
    'retention',
    () => startRetention({ store, sources: config.sources, clock, logger }),
    (retention) => retention.stop(),
  )
  const enriching = await scope.start(
    'enrich',
    () =>
      startEnrich({
        log,
        state,
        logger,
        metrics,
        clock,
        book,
        secret,
        config: config.enrich,
        ...worker,
      }),
    stopStage,
  )
  await scope.start(
    'replay',
    () =>
      startReplay({
        ...{ log, store, state, clock, logger, secret, config: config.enrich },
        ...worker,
        book: () => readBook(state),
        take: (change) => takeGeneration({ state, log, clock, by: 'replay' }, change),
      }),
    (replay) => replay.stop(),
  )
  // A broken promise of ours must not go on quietly: the thread ends, and with it the process.
  for (const stage of [indexing, enriching]) stage.ended.catch(() => process.exit(1))
  let blocked: string | null = null
  const normaliser = normaliserOf(book, { secret, state, store, clock })
  const pace = new Pace(log)
  const ingest = await scope.start(
    'ingest',
    () =>
      startIngest({
        log,
        state,
        clock,
        logger,
        config: config.ingest,
        sources: data.runSources ? config.sources : [],
        normalise: async (items, facts, lane) => {
          if (lane === 'background') await pace.room()
          return normaliser(items, facts, lane)
        },
        secret: secretFrom,
        onBlocked: (error) => {
          blocked = error === null ? null : error instanceof Error ? error.message : String(error)
        },
        onDelivered: deliveryCounter(metrics),
      }),
    (running: Ingest) => running.stop(),
  )

  return {
    ingest: (facts, items, lane) => ingest.ingestItems(facts, items, lane),
    redrive: (id) => redrive(id, { log, state, clock, ingest: (letter) => ingest.redrive(letter) }),
    async checks() {
      return [
        await stageCheck('enrich', enriching),
        await stageCheck('index', indexing),
        { name: 'ingest', ok: blocked === null, detail: blocked ?? 'takes posts' },
      ]
    },
    hooks: async () => ingest.hooks,
    metrics: () => metrics.snapshot(),
    async stop() {
      pace.stop()
      await scope.stop()
      await Promise.all([log.close(), store.close()])
    },
  }
}

const stopStage = (stage: RunningStage) => stage.stop()

async function stageCheck(name: string, stage: RunningStage): Promise<{ name: string; ok: boolean; detail: string }> {
  const { live, ready, detail } = await stage.check()
  return { name, ok: live && ready, detail: detail || (ready ? 'runs' : 'is not running') }
}
