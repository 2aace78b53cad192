import { type ClientRequest, get, type IncomingMessage } from 'node:http'

export interface Event {
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  readonly data: any
}

/** Reads a text/event-stream over real HTTP; can stop reading, as a sleeping tab does. */
export class SseClient {
  readonly events: Event[] = []
  readonly response: IncomingMessage
  readonly #request: ClientRequest
  lastId: string | null = null
  #rest = ''
  #wake = () => {}

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request
    this.response = response
    response.setEncoding('utf8')
    response.on('data', (text: string) => this.#read(text))
    response.on('error', () => {})
  }

  static open(url: string, headers: Record<string, string> = {}): Promise<SseClient> {
    return new Promise((resolve, reject) => {
      const request = get(url, { headers, agent: false }, (response) => resolve(new SseClient(request, response)))
      request.on('error', reject)
    })
  }

  #read(text: string): void {
    this.#rest += text
    const blocks = this.#rest.split('\n\n')
    this.#rest = blocks.pop()!
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      const id = field('id')
      if (id !== undefined) this.lastId = id
      const data = field('data')
      if (data !== undefined) this.events.push({ event: field('event') ?? 'message', data: JSON.parse(data) })
    }
    this.#wake()
  }

  named(name: string): Event['data'][] {
    return this.events.filter((e) => e.event === name).map((e) => e.data)
  }

  /** Waits until `done` holds; the test's own time limit ends it otherwise. */
  async until(done: () => boolean): Promise<void> {
    while (!done())
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
  }

  close(): void {
    this.#request.destroy()
  }
}
