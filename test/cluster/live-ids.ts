export interface Told {
  readonly id: string
  readonly mention: string
}

/** Listens to the live feed of one query instance, from an event id on, and remembers every mention with its event id, in order. */
export async function liveIds(address: string, lastId?: string) {
  const abort = new AbortController()
  const response = await fetch(`${address}/api/v1/live`, {
    headers: { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) },
    signal: abort.signal,
  })
  if (!response.ok || !response.body) throw new Error(`the live feed answers ${response.status}`)
  const events: Told[] = []
  const reading = (async () => {
    let rest = ''
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? ''
        if (field('event') === 'mention') events.push({ id: field('id'), mention: JSON.parse(field('data')).id })
      }
    }
  })()
  reading.catch(() => {})
  return {
    events: events as readonly Told[],
    close: () => abort.abort(),
  }
}
