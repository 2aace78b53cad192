import { type Clock, type Lane, MoodlightError, systemClock } from '@moodlight/core'
import type { Connector, ConnectorContext, SourceHealth, SourceItem } from '@moodlight/ports'

/** What a source delivered, with its lane. */
export interface Delivered {
  readonly item: SourceItem
  readonly lane: Lane
}

class Killed extends Error {}

export interface RunOptions {
  readonly clock?: Clock
  /** The process dies after the n-th delivery (from 1) is durable and before its cursor or anything after it is stored. */
  readonly killAfterDelivery?: number
  /** The process dies in the n-th delivery, before any of it is durable. */
  readonly killInDelivery?: number
  /** Deliveries wait for this: a full log. */
  readonly gate?: () => Promise<void>
}

export interface ConnectorRun {
  /** Resolves when the connector has stopped; rejects with what it threw by itself. */
  readonly done: Promise<void>
  stop(): Promise<void>
}

/**
 * What outlives a process, around a connector under test: the durable items, the cursor, the documents. Each `start` is a
 * process of its own over the same memory, and may be killed at the worst moment.
 */
export class ConnectorHarness {
  readonly delivered: Delivered[] = []
  readonly health: SourceHealth[] = []
  readonly logs: { level: string; fields: Record<string, unknown>; message: string }[] = []
  #cursor: string | null = null
  readonly #documents = new Map<string, string>()
  /** Deliveries that have not resolved, and the most items that ever waited in them. */
  #waiting = 0
  mostWaiting = 0
  largestDelivery = 0

  start(connector: Connector, options: RunOptions = {}): ConnectorRun {
    const controller = new AbortController()
    let dead = false
    let deliveries = 0
    const die = () => {
      dead = true
      controller.abort()
      throw new Killed()
    }
    const alive = () => {
      if (dead) throw new Killed()
    }
    const context: ConnectorContext = {
      clock: options.clock ?? systemClock,
      signal: controller.signal,
      deliver: async (items, { lane, cursor, waitMs }) => {
        alive()
        if (++deliveries === options.killInDelivery) die()
        this.#waiting += items.length
        this.mostWaiting = Math.max(this.mostWaiting, this.#waiting)
        this.largestDelivery = Math.max(this.largestDelivery, items.length)
        try {
          await this.#patience(options.gate?.(), waitMs)
          alive()
          for (const item of items) this.delivered.push({ item: structuredClone(item), lane })
        } finally {
          this.#waiting -= items.length
        }
        if (deliveries === options.killAfterDelivery) die()
        if (cursor !== undefined) this.#cursor = JSON.stringify(cursor)
        const bad = items.filter((i) => i.kind === 'bad').length
        return { accepted: items.length - bad, dropped: {}, dead: bad }
      },
      cursor: async <T>() => (this.#cursor === null ? null : (JSON.parse(this.#cursor) as T)),
      get: async <T>(id: string) => {
        alive()
        const found = this.#documents.get(id)
        return found === undefined ? null : (JSON.parse(found) as T)
      },
      put: async (id, value) => {
        alive()
        if (Buffer.byteLength(id) > 400) throw new Error(`the id of a document is over 400 bytes: ${id}`)
        const text = JSON.stringify(value)
        if (text.length > 1024 * 1024) throw new Error('a document is over 1 MiB')
        this.#documents.set(id, text)
      },
      remove: async (id) => {
        alive()
        this.#documents.delete(id)
      },
      health: (health) => void this.health.push(health),
      log: (level, fields, message) => void this.logs.push({ level, fields, message }),
    }
    const done = connector.run(context).catch((error: unknown) => {
      if (!dead && !controller.signal.aborted) throw error
    })
    // A test that never awaits it must not end the process.
    done.catch(() => undefined)
    return {
      done,
      async stop() {
        controller.abort()
        await done
      },
    }
  }

  async #patience(gate: Promise<void> | undefined, waitMs: number | undefined): Promise<void> {
    if (!gate) return
    if (waitMs === undefined) return gate
    const late = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new MoodlightError('ML_LOG_FULL', 'no space')), waitMs),
    )
    await Promise.race([gate, late])
  }

  get documents(): number {
    return this.#documents.size
  }

  items<K extends SourceItem['kind']>(kind: K): Extract<SourceItem, { kind: K }>[] {
    return this.delivered.flatMap(({ item }) => (item.kind === kind ? [item as Extract<SourceItem, { kind: K }>] : []))
  }

  /** What a store would hold in the end: the newest revision of each post that was not deleted; a later equal one changes nothing. */
  posts(): Map<string, { text: string; revision: number }> {
    const found = new Map<string, { text: string; revision: number }>()
    for (const { nativeId, revision, text } of this.items('post')) {
      const before = found.get(nativeId)
      if (!before || (revision ?? 0) > before.revision) found.set(nativeId, { text, revision: revision ?? 0 })
    }
    for (const { nativeId } of this.items('tombstone')) found.delete(nativeId)
    return found
  }

  texts(): string[] {
    return [...this.posts().values()].map((p) => p.text).sort()
  }
}

/** Waits until `holds` is true; fails with `what` after `ms`. */
export async function until(what: string, holds: () => boolean, ms = 10_000): Promise<void> {
  const end = performance.now() + ms
  while (!holds()) {
    if (performance.now() > end) throw new Error(`did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
