/** One event of a text/event-stream, made once and shared by all connections that get it. */
export interface Frame {
  /** Without the blank line that ends it, so that an id may still be added. */
  readonly body: Buffer
  /** The post and author that it speaks of: what is deleted is taken out of the queues as well. */
  readonly post: string | null
  readonly author: string | null
  /** When the record was appended to the log, for the latency of the feed; null: not measured. */
  readonly appendedAt: number | null
}

/** JSON never holds a line break of its own, so one data line is enough. */
export function frame(event: string, data: unknown, of: Partial<Omit<Frame, 'body'>> = {}): Frame {
  const body = Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n`)
  return { body, post: of.post ?? null, author: of.author ?? null, appendedAt: of.appendedAt ?? null }
}

export const END = Buffer.from('\n')
export const GAP = frame('gap', {})
export const HEARTBEAT = Buffer.from(': \n\n')

/** Sets the reader's last event id without an event: the standard takes the id over before it looks for data. */
export function idLine(id: string): Buffer {
  return Buffer.from(`id: ${id}\n`)
}
