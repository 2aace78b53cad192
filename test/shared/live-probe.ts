import { sendWebhook, signWebhook } from '@moodlight/testkit'

/** Sends marked live posts to a webhook and hears them on the live feed: how long each took from being sent to being on the page's line. */
export class LiveProbe {
  readonly #sent = new Map<string, number>()
  readonly #times: number[] = []
  readonly #stop = new AbortController()
  #running: Promise<unknown> = Promise.resolve()

  async start(url: string, hook: string, secret: string, everyMs: number): Promise<void> {
    const response = await fetch(`${url}/api/v1/live?brand=velora`, {
      headers: { accept: 'text/event-stream' },
      signal: this.#stop.signal,
    })
    if (!response.body) throw new Error('the live feed did not open')
    this.#running = Promise.allSettled([this.#hear(response.body), this.#send(hook, secret, everyMs)])
  }

  async #hear(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true })
      const events = rest.split('\n\n')
      rest = events.pop() ?? ''
      for (const event of events) {
        const marker = /probe-(\d+)-end/.exec(event)?.[0]
        const sent = marker && this.#sent.get(marker)
        if (!marker || !sent || !event.includes('event: mention')) continue
        this.#times.push(performance.now() - sent)
        this.#sent.delete(marker)
      }
    }
  }

  async #send(hook: string, secret: string, everyMs: number): Promise<void> {
    for (let n = 0; !this.#stop.signal.aborted; n++) {
      const marker = `probe-${n}-end`
      const body = JSON.stringify({
        id: marker,
        author: { id: `probe${n}` },
        text: `Velora works fine today, ${marker}`,
        createdAt: Date.now(),
      })
      this.#sent.set(marker, performance.now())
      const answer = await sendWebhook(hook, signWebhook(body, [secret]))
      if (answer.status !== 202) throw new Error(`the webhook answered ${answer.status}`)
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }

  /** Stops sending, waits up to five seconds for what is on its way, and gives the times sorted and how many were never heard. */
  async stop(): Promise<{ times: readonly number[]; unheard: number }> {
    const until = performance.now() + 5000
    while (this.#sent.size > 0 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 50))
    this.#stop.abort()
    await this.#running
    return { times: this.#times.toSorted((a, b) => a - b), unheard: this.#sent.size }
  }
}

export const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
