import { bulk, type Place, type Write } from '../client/bulk.ts'
import type { Connection } from '../client/connection.ts'
import { type Found, type Ref, readAll } from '../client/read.ts'

/** A document to be written; null takes it away, whatever it says by then. */
export interface Change extends Ref {
  readonly doc: object | null
}

/**
 * Something that is decided from a few documents and changes them: all events of one post, one author, one hole. `decide` may
 * be called again with newer documents and must come to what is right then.
 */
export interface Unit {
  readonly refs: readonly Ref[]
  /** Most posts are new: then nothing is read, and the server says when that was wrong. */
  assumeNew: boolean
  decide(read: (ref: Ref) => object | null): readonly Change[]
  /** The server never takes one of its documents. */
  refuse(): void
}

/** Units whose writes go in one request. */
const SLICE = 128

/** Runs units until each is written as decided from what is stored. @returns how many met something stored */
export async function runUnits(es: Connection, units: readonly Unit[]): Promise<number> {
  let open = units
  const known = new Set<Unit>()
  while (open.length > 0) {
    const read = open.filter((unit) => !unit.assumeNew)
    const refs = read.flatMap((unit) => unit.refs)
    const found = new Map<string, Found<object>>()
    for (const [i, doc] of (await readAll<object>(es, refs, ['stream'])).entries())
      if (doc) found.set(nameOf(refs[i]!), doc)
    for (const unit of read) if (unit.refs.some((ref) => found.has(nameOf(ref)))) known.add(unit)
    const again = new Set<Unit>()
    const sent: Promise<void>[] = []
    for (let i = 0; i < open.length; i += SLICE) {
      const writes: Write[] = []
      const owners: Unit[] = []
      for (const unit of open.slice(i, i + SLICE))
        for (const change of unit.decide((ref) => found.get(nameOf(ref))?.doc ?? null)) {
          writes.push(writeOf(change, found.get(nameOf(change))?.place))
          owners.push(unit)
        }
      const one = send(es, writes, owners, again)
      // Looked at below, with the others.
      one.catch(() => {})
      sent.push(one)
      // Lets the request go before the next ones are made.
      await new Promise((resolve) => setImmediate(resolve))
    }
    const failed = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    for (const unit of again) unit.assumeNew = false
    open = [...again]
  }
  return known.size
}

async function send(
  es: Connection,
  writes: readonly Write[],
  owners: readonly Unit[],
  again: Set<Unit>,
): Promise<void> {
  for (const [i, written] of (await bulk(es, writes)).entries()) {
    if (written.kind === 'conflict') again.add(owners[i]!)
    if (written.kind === 'refused') owners[i]!.refuse()
  }
}

function nameOf({ index, id }: Ref): string {
  return `${index}\n${id}`
}

function writeOf({ index, id, doc }: Change, place: Place | undefined): Write {
  if (doc === null) return { index, id, action: 'delete' }
  return place ? { index, id, action: 'put', place, doc } : { index, id, action: 'create', doc }
}
