import { connect, createServer, type Server, type Socket } from 'node:net'

/** Between a client and brokers: freezes, or cuts connections after the broker has taken the request. */
export class FaultProxy {
  readonly #servers = new Map<string, { server: Server; port: number }>()
  readonly #sockets = new Set<Socket>()
  #frozen = false
  /** The next answers (so many) are swallowed and their connections cut. */
  cuts = 0
  cut = 0
  #marked: Buffer | null = null

  static async before(addresses: readonly string[]): Promise<FaultProxy> {
    const proxy = new FaultProxy()
    for (const address of addresses) await proxy.#listen(address)
    return proxy
  }

  readonly dial = (address: string): string => `127.0.0.1:${this.#servers.get(address)!.port}`

  /** Cuts the connection of each of the next `n` requests that contain this text, once the broker has answered it. */
  cutAfter(text: string, n: number): void {
    this.#marked = Buffer.from(text)
    this.cuts = n
  }

  /** Nothing passes, and nothing is closed: what a stopped process or a broken network looks like. */
  freeze(): void {
    this.#frozen = true
    for (const socket of this.#sockets) socket.pause()
  }

  thaw(): void {
    this.#frozen = false
    for (const socket of this.#sockets) socket.resume()
  }

  /** Breaks all connections. */
  reset(): void {
    for (const socket of [...this.#sockets]) socket.destroy()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    for (const { server } of this.#servers.values()) server.close()
  }

  async #listen(address: string): Promise<void> {
    const server = createServer((client) => this.#join(client, address))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#servers.set(address, { server, port: (server.address() as { port: number }).port })
  }

  #join(client: Socket, address: string): void {
    const [host, port] = address.split(':')
    const broker = connect({ host: host!, port: Number(port) })
    const both = [client, broker]
    const end = () => {
      for (const socket of both) {
        socket.destroy()
        this.#sockets.delete(socket)
      }
    }
    let marked = false
    for (const socket of both) {
      this.#sockets.add(socket)
      socket.on('error', end).on('close', end)
      if (this.#frozen) socket.pause()
    }
    client.on('data', (chunk) => {
      if (this.cuts > 0 && this.#marked && chunk.includes(this.#marked)) marked = true
      broker.write(chunk)
    })
    broker.on('data', (chunk) => {
      if (marked && this.cuts > 0) {
        this.cuts--
        this.cut++
        end()
      } else client.write(chunk)
    })
  }
}
