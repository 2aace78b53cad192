import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, errorCode, type GenerationChange } from '@moodlight/core'
import { backoffMs } from '@moodlight/pipeline'
import type { EventLog, Lease, MentionStore, StateStore } from '@moodlight/ports'
import type { Logger } from '@moodlight/runtime'
import type { BrandBook } from '@moodlight/stages'
import { OVER, type ReplayDoc, readReplay, writeReplay } from './document.ts'
import { Relabeller, type RelabelOptions } from './relabel.ts'
import { type Step, stepOf } from './steps.ts'

export interface ReplayOptions extends RelabelOptions {
  readonly log: Pick<EventLog, 'lag'>
  readonly store: MentionStore
  readonly state: StateStore
  readonly clock: Clock
  readonly logger: Logger
  /** The settings as they are settled now; null before the first time. */
  readonly book: () => Promise<BrandBook | null>
  /** Makes a generation the one that all new posts are labelled for. Again changes nothing. */
  readonly take: (change: GenerationChange) => Promise<void>
  /** By how many milliseconds clocks of other machines may be wrong; 0 in one process. */
  readonly skewMs?: number
}

const LEASE = 'replay'
const LEASE_MS = 30_000
const LOOK_MS = 500

/**
 * Does the replay that the state document asks for, step by step: each can be repeated, and how far it is stands in the document, so that
 * a kill at any moment is gone on from. Of several instances one does it, under a lease.
 */
export function startReplay(options: ReplayOptions): { stop(): Promise<void> } {
  const { state, logger } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const holder = randomUUID()
  const relabeller = new Relabeller(options)
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)

  async function turn(): Promise<number> {
    const found = await readReplay(state)
    if (!found || OVER.includes(found.value.phase)) {
      await relabeller.close()
      return LOOK_MS
    }
    const lease: Lease | null = await state.acquire(LEASE, holder, LEASE_MS)
    if (!lease) return LOOK_MS
    const step: Step = await stepOf(found.value, options, relabeller)
    if (step.doc) await write(step.doc, found.version, lease)
    return step.waitMs
  }

  async function write(doc: ReplayDoc, version: number, lease: Lease): Promise<void> {
    try {
      await writeReplay(state, doc, version, lease)
    } catch (error) {
      // Somebody has asked for something else meanwhile, or another instance has taken over: the next look shows what.
      if (!['ML_STATE_CONFLICT', 'ML_LEASE_LOST'].includes(errorCode(error) ?? '')) throw error
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const waitMs = await turn()
        failures = 0
        if (waitMs > 0) await pause(waitMs)
      } catch (err) {
        if (signal.aborted) return
        failures++
        logger.warn({ err, failures }, 'the replay does not go on; it is tried again')
        await pause(backoffMs(failures, { baseMs: 500, maxMs: 30_000 }))
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      await relabeller.close()
    },
  }
}
