import type { AddressInfo } from 'node:net'
import { MoodlightError } from '@moodlight/core'
import { createApp } from './app.ts'
import type { QueryDeps } from './deps.ts'
import { isLoopback } from './http/host-guard.ts'

export interface RunningQuery {
  /** `http://127.0.0.1:8080` */
  readonly address: string
  readonly port: number
  /** Ends live connections, finishes what was asked, closes the port. */
  stop(): Promise<void>
}

/** Starts to listen. @throws ML_BIND_REFUSED, ML_PORT_IN_USE */
export async function startQuery(deps: QueryDeps): Promise<RunningQuery> {
  const { host, port } = deps.server
  if (!isLoopback(host))
    throw new MoodlightError(
      'ML_BIND_REFUSED',
      `server.host is ${host}: only this machine (127.0.0.1) is allowed until there is a sign-in. Put a proxy with sign-in before it and name it in server.allowedHosts.`,
    )
  const { app, setBound } = await createApp(deps)
  try {
    await app.listen({ host: host.replace(/^\[|\]$/g, ''), port })
  } catch (error) {
    await app.close()
    throw told(error, host, port)
  }
  const bound = (app.server.address() as AddressInfo).port
  setBound({ host, port: bound })
  return { address: `http://${host === '::1' ? '[::1]' : host}:${bound}`, port: bound, stop: () => app.close() }
}

function told(error: unknown, host: string, port: number): unknown {
  const code = (error as { code?: string }).code
  if (code === 'EADDRINUSE') return new MoodlightError('ML_PORT_IN_USE', `Port ${port} is taken.`)
  if (code === 'EACCES')
    return new MoodlightError(
      'ML_PORT_IN_USE',
      `Port ${port} may not be opened by this user. Choose one above 1023 with --port.`,
    )
  if (code === 'EADDRNOTAVAIL') return new MoodlightError('ML_BIND_REFUSED', `${host} is no address of this machine.`)
  return error
}
