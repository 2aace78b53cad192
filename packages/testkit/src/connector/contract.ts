import type { Connector } from '@moodlight/ports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConnectorHarness, type ConnectorRun, type RunOptions, until } from './harness.ts'

/** A source with everything that a connector needs to be tried: made anew for each case. */
export interface ConnectorWorld {
  /** A new connector on the same source, as after a restart. It must look at its source at least every 100 ms. */
  connector(): Connector
  /** Says these texts, each as a post of its own with the given id; resolves when the source has them. */
  publish(posts: readonly { id: string; text: string }[]): Promise<void>
  /** Changes the text of a published post. */
  edit?(id: string, text: string): Promise<void>
  remove?(id: string): Promise<void>
  /** Says something that cannot be read, beside what was published. */
  garble?(): Promise<void>
  /** Takes the source away and brings it back. */
  breakDown?(): Promise<void>
  mend?(): Promise<void>
  /** A connector on the same source without leave for its private address; how often the source was asked by it. */
  withoutLeave?(): Connector
  requests?(): number
  /** How many requests the source was given at once at most. */
  mostAtOnce?(): number
  close(): Promise<void>
}

export interface ContractOptions {
  readonly name: string
  make(): Promise<ConnectorWorld>
  /** Items that may wait in deliveries while the log is full. */
  readonly mostWaiting: number
  /** Why a part does not apply, by its name in {@link ConnectorWorld}; the world must lack it then. */
  readonly lacks?: Readonly<Record<string, string>>
}

const some = (from: number, n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `p${from + i}`, text: `text number ${from + i}` }))

/** The promises of a connector (see the port), each a test. */
export function connectorContract(options: ContractOptions): void {
  describe(`${options.name}: contract of connectors`, () => {
    let world: ConnectorWorld
    let harness: ConnectorHarness
    const runs: ConnectorRun[] = []
    const start = (run: RunOptions = {}, connector = world.connector()) => {
      const started = harness.start(connector, run)
      runs.push(started)
      return started
    }
    const have = (texts: readonly string[]) =>
      until(`all of ${texts.length} texts`, () => JSON.stringify(harness.texts()) === JSON.stringify([...texts].sort()))
    /** A part that is said to be lacking has no test; that it lacks is checked below. */
    const needs = (part: keyof ConnectorWorld, title: string, test: () => Promise<void>) => {
      if (!options.lacks?.[part]) it(title, test)
    }

    beforeEach(async () => {
      world = await options.make()
      harness = new ConnectorHarness()
    })
    afterEach(async () => {
      for (const run of runs.splice(0)) await run.stop()
      await world.close()
    })

    it(`says what does not apply: ${JSON.stringify(options.lacks ?? {})}`, () => {
      const optional = ['edit', 'remove', 'garble', 'breakDown', 'withoutLeave', 'mostAtOnce'] as const
      for (const part of optional)
        expect([part, world[part] === undefined]).toEqual([part, options.lacks?.[part] !== undefined])
    })

    it('delivers what is said, before and after it starts', async () => {
      await world.publish(some(0, 3))
      start()
      await have(some(0, 3).map((p) => p.text))
      await world.publish(some(3, 2))
      await have(some(0, 5).map((p) => p.text))
    })

    it('takes what is said twice for the same posts', async () => {
      await world.publish(some(0, 3))
      start()
      await have(some(0, 3).map((p) => p.text))
      await world.publish(some(0, 3))
      await world.publish(some(3, 1))
      await have(some(0, 4).map((p) => p.text))
      expect(new Set(harness.items('post').map((p) => p.nativeId)).size).toBe(4)
    })

    it.each(['killAfterDelivery', 'killInDelivery'] as const)(
      'loses nothing when killed around the storing of its cursor (%s)',
      async (kill) => {
        const said = some(0, 4)
        await world.publish(said)
        for (const [round, n] of [1, 2, 1].entries()) {
          const run = start({ [kill]: n })
          const more = some(100 * (round + 1), 2)
          said.push(...more)
          await world.publish(more)
          await Promise.race([run.done, new Promise((resolve) => setTimeout(resolve, 1_000))])
          await run.stop()
        }
        start()
        await have(said.map((p) => p.text))
      },
    )

    it('goes on after a stop where it was', async () => {
      await world.publish(some(0, 3))
      const first = start()
      await have(some(0, 3).map((p) => p.text))
      // The cursor is stored with or after the posts: give the connector its turn.
      await new Promise((resolve) => setTimeout(resolve, 200))
      await first.stop()
      const before = harness.delivered.length
      await world.publish(some(3, 2))
      start()
      await have(some(0, 5).map((p) => p.text))
      expect(harness.delivered.length - before).toBe(2)
    })

    it('holds back while the log is full, and loses nothing', async () => {
      let open: () => void = () => undefined
      const closed = new Promise<void>((resolve) => {
        open = resolve
      })
      start({ gate: () => closed })
      const publishing = world.publish(some(0, 300))
      await until('something to wait', () => harness.mostWaiting > 0)
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(harness.mostWaiting).toBeLessThanOrEqual(options.mostWaiting)
      expect(harness.delivered).toEqual([])
      open()
      await publishing
      await have(some(0, 300).map((p) => p.text))
    })

    needs('edit', 'tells an edit as a higher revision of the same post, twice in a row too', async () => {
      await world.publish(some(0, 2))
      start()
      await have(some(0, 2).map((p) => p.text))
      await world.edit?.('p1', 'said otherwise')
      await have(['text number 0', 'said otherwise'])
      await world.edit?.('p1', 'and once more')
      await have(['text number 0', 'and once more'])
      const revisions = harness.items('post').filter((p) => p.text.match(/otherwise|number 1|once more/))
      expect(new Set(revisions.map((p) => p.nativeId)).size).toBe(1)
    })

    needs('edit', 'an edit that came around a kill is neither lost nor hidden by a later one', async () => {
      await world.publish(some(0, 1))
      const first = start()
      await have(['text number 0'])
      await new Promise((resolve) => setTimeout(resolve, 200))
      await first.stop()
      await world.edit?.('p0', 'second')
      const second = start({ killAfterDelivery: 1 })
      await second.done
      await world.edit?.('p0', 'third')
      start()
      await have(['third'])
    })

    needs('edit', 'an edit that is taken back around a kill ends as it was', async () => {
      await world.publish(some(0, 1))
      const first = start()
      await have(['text number 0'])
      await new Promise((resolve) => setTimeout(resolve, 200))
      await first.stop()
      await world.edit?.('p0', 'second')
      await start({ killAfterDelivery: 1 }).done
      await world.edit?.('p0', 'text number 0')
      start()
      await have(['text number 0'])
    })

    needs('remove', 'tells a deletion', async () => {
      await world.publish(some(0, 2))
      start()
      await have(some(0, 2).map((p) => p.text))
      await world.remove?.('p0')
      await have(['text number 1'])
    })

    needs('garble', 'what cannot be read becomes a dead letter with a code, and the rest is read', async () => {
      start()
      await world.publish(some(0, 1))
      await have(['text number 0'])
      await world.garble?.()
      await until('a bad item', () => harness.items('bad').length > 0)
      expect(harness.items('bad')[0]?.code).toMatch(/^ML_/)
      expect(harness.items('bad')[0]?.raw.length).toBeGreaterThan(0)
    })

    needs('breakDown', 'says so when the source is gone, and when it is back', async () => {
      await world.publish(some(0, 1))
      start()
      await until('live', () => harness.health.at(-1)?.state === 'live')
      await world.breakDown?.()
      await until('not live', () =>
        ['unreachable', 'rate-limited', 'auth-failed'].includes(harness.health.at(-1)?.state ?? ''),
      )
      expect(harness.health.at(-1)?.detail).not.toBe('')
      await world.mend?.()
      await until('live again', () => harness.health.at(-1)?.state === 'live')
    })

    needs('withoutLeave', 'does not reach a private address that the operator did not name', async () => {
      const before = world.requests?.()
      if (!world.withoutLeave) throw new Error('the world has no withoutLeave and does not say why')
      start({}, world.withoutLeave())
      await until('told', () => (harness.health.at(-1)?.detail ?? '').includes('not a public address'))
      expect(harness.health.at(-1)?.state).not.toBe('live')
      expect(world.requests?.()).toBe(before)
      expect(harness.items('post')).toEqual([])
    })

    needs('mostAtOnce', 'asks one thing at a time', async () => {
      start()
      await world.publish(some(0, 3))
      await have(some(0, 3).map((p) => p.text))
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(world.mostAtOnce?.()).toBe(1)
    })
  })
}
