import { MoodlightError } from '@moodlight/core'
import type { FastifyInstance } from 'fastify'

/** Names of this machine's loopback, without a port. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** true for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Every value of Host that a request may carry: loopback on our port, the bound address, and what the configuration adds. */
export function allowedHosts(
  bound: { host: string; port: number },
  configured: readonly string[],
): ReadonlySet<string> {
  const names = [...LOOPBACK, bound.host.includes(':') ? `[${bound.host.replace(/^\[|\]$/g, '')}]` : bound.host]
  const ports = bound.port === 80 ? ['', ':80'] : [`:${bound.port}`]
  return new Set([...names.flatMap((n) => ports.map((p) => n + p)), ...configured].map((h) => h.toLowerCase()))
}

/**
 * Refuses requests for another host, also on loopback: a page in the user's browser can make its own name point to
 * 127.0.0.1 (DNS rebinding), and then only Host tells. Origin, where a browser sends one, must be one of ours as well.
 */
export function guardHosts(app: FastifyInstance, hosts: () => ReadonlySet<string>): void {
  app.addHook('onRequest', async (request) => {
    const known = hosts()
    const host = request.headers.host?.toLowerCase()
    const origin = request.headers.origin
    const originHost = origin === undefined ? host : /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase()
    if (!host || !known.has(host) || !originHost || !known.has(originHost))
      throw new MoodlightError('ML_QUERY_HOST', 'The Host or Origin of the request is not this service.')
  })
}
