export interface ServerEvent {
  readonly event: string
  readonly data: string
}

export interface EventSink {
  onEvent(event: ServerEvent): void
  /** The last event id, also where it comes without an event: the reader is up to date so far. */
  onId(id: string): void
}

/**
 * Reads a text/event-stream as the HTML standard defines it. `onBytes` is called for every chunk, heartbeats included:
 * EventSource hides those, and without them a dead line cannot be told from a quiet one.
 */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  sink: EventSink,
  onBytes: () => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  const parser = createParser(sink)
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    onBytes()
    parser(value)
  }
}

/** A parser that is fed text in any pieces. */
export function createParser(sink: EventSink): (piece: string) => void {
  let rest = ''
  let name = ''
  let data: string[] = []
  let id: string | null = null
  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) sink.onEvent({ event: name === '' ? 'message' : name, data: data.join('\n') })
      if (id !== null) sink.onId(id)
      id = null
      name = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') name = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
  }
  return (piece) => {
    rest += piece
    for (;;) {
      const at = rest.search(/[\r\n]/)
      // A carriage return at the very end may be half of a CR LF pair.
      if (at < 0 || (rest[at] === '\r' && at === rest.length - 1)) return
      const width = rest[at] === '\r' && rest[at + 1] === '\n' ? 2 : 1
      line(rest.slice(0, at))
      rest = rest.slice(at + width)
    }
  }
}
