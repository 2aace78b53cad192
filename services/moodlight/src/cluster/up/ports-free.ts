import { createServer } from 'node:net'
import { MoodlightError } from '@moodlight/core'

/** @throws ML_PORT_IN_USE naming the first that is taken */
export async function mustBeFree(ports: readonly number[], option: string): Promise<void> {
  for (const port of ports)
    if ((await tryPort(port)) === null)
      throw new MoodlightError('ML_PORT_IN_USE', `Port ${port} is taken. Choose others with ${option}.`)
}

/** So many ports that nobody has now. */
export async function freePorts(n: number): Promise<readonly number[]> {
  const found: number[] = []
  while (found.length < n) {
    const port = await tryPort(0)
    if (port !== null && !found.includes(port)) found.push(port)
  }
  return found
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as { port: number }
      server.close(() => resolve(bound))
    })
  })
}
