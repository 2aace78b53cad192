import { connect, createServer, type Socket } from 'node:net'

/** Stands between us and a server, and lets nothing through while it is shut. */
export interface TcpProxy {
  readonly port: number
  /** Cuts every connection and takes none until {@link open}. */
  shut(): void
  open(): void
  close(): Promise<void>
}

export async function tcpProxy(to: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let shut = false
  const server = createServer((client) => {
    if (shut) return void client.destroy()
    const upstream = connect(to)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    shut() {
      shut = true
      for (const socket of sockets) socket.destroy()
    },
    open() {
      shut = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
