import type { MessagePort } from 'node:worker_threads'
import type { DeadLetter, Lane } from '@moodlight/core'
import type { DeliveryReport, SourceItem } from '@moodlight/ports'
import type { Check } from '@moodlight/query'
import type { MetricsSnapshot } from '@moodlight/runtime'
import type { SourceFacts } from '@moodlight/stages'
import type { MoodlightConfig } from '../config/config.ts'
import type { Book } from './book.ts'

/** What the thread "line" is started with: plain data and a port to each of the two files. */
export interface LineData {
  readonly log: MessagePort
  readonly store: MessagePort
  readonly config: MoodlightConfig
  readonly book: Book
  readonly authorSecret: string
  /** false: only what is in the log is worked off; the command line uses it so when nothing else runs. */
  readonly runSources: boolean
  readonly logLevel: string
  /** Address of another module for the enrichment workers, else null; only tests give one. */
  readonly enrichWorker: string | null
}

/** What the main thread asks of the line. */
export interface LineApi {
  ingest(facts: SourceFacts, items: readonly SourceItem[], lane: Lane): Promise<DeliveryReport>
  redrive(id: string): Promise<DeadLetter>
  checks(): Promise<readonly Check[]>
  /** Where webhooks are taken, or null. */
  hooks(): Promise<{ host: string; port: number } | null>
  /** What this thread has measured. */
  metrics(): Promise<MetricsSnapshot>
  /** Stops the sources, finishes what is in hand, commits. */
  stop(): Promise<void>
}
