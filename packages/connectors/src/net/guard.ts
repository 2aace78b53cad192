import { lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { MoodlightError } from '@moodlight/core'
import { Agent } from 'undici'
import { Allowed, bare, isPublicAddress } from './address.ts'

/** Resolves a name to all of its addresses. */
export type ResolveAll = (name: string) => Promise<readonly { address: string; family: number }[]>

const resolveAll: ResolveAll = (name) =>
  new Promise((resolve, reject) =>
    systemLookup(name, { all: true, verbatim: true }, (error, found) => (error ? reject(error) : resolve(found))),
  )

function forbidden(what: string): MoodlightError {
  return new MoodlightError('ML_SOURCE_FORBIDDEN_ADDRESS', `${what} is not a public address`)
}

/**
 * Keeps a source from reaching what only we can reach. The address is checked at the moment of connecting and the
 * connection goes to the very address that was checked, so a name that resolves differently the second time gains nothing.
 * Redirects must be followed by hand, with {@link check} at every hop.
 */
export class AddressGuard {
  readonly #allowed: Allowed
  readonly #resolve: ResolveAll
  /** Connections made through this dispatcher are guarded. */
  readonly agent: Agent

  constructor(allowPrivate: readonly string[], options: { resolve?: ResolveAll; connectTimeoutMs?: number } = {}) {
    this.#allowed = new Allowed(allowPrivate)
    this.#resolve = options.resolve ?? resolveAll
    this.agent = new Agent({
      connect: { lookup: this.#lookup, timeout: options.connectTimeoutMs ?? 10_000 },
      keepAliveTimeout: 4_000,
      connections: 2,
      pipelining: 1,
      maxHeaderSize: 32 * 1024,
    })
  }

  /**
   * What can be told without resolving: the scheme, credentials, and addresses written as such (the URL parser has already
   * made `127.0.0.1` of `0x7f.1`, `2130706433` and `０１７７.1`). Names are checked when they are resolved.
   * @throws ML_SOURCE_FORBIDDEN_ADDRESS
   */
  check(url: URL): void {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw forbidden(`${url.protocol}//…`)
    if (url.username !== '' || url.password !== '')
      throw new MoodlightError('ML_SOURCE_FORBIDDEN_ADDRESS', 'addresses with a user name or password are refused')
    const host = bare(url.hostname)
    if (this.#allowed.host(host) || this.#allowed.host(url.host)) return
    if (isIP(host) !== 0 && !isPublicAddress(host) && !this.#allowed.address(host)) throw forbidden(host)
    if (host === 'localhost' || host.endsWith('.localhost') || host.replace(/\.$/, '') === 'localhost')
      throw forbidden(host)
  }

  /** All addresses of a name, every one of them public or allowed. @throws ML_SOURCE_FORBIDDEN_ADDRESS */
  async addresses(name: string): Promise<readonly { address: string; family: number }[]> {
    const found = await this.#resolve(name)
    if (found.length === 0) throw new MoodlightError('ML_SOURCE_UNREACHABLE', `${name} has no address`)
    if (this.#allowed.host(name)) return found
    for (const { address } of found)
      if (!isPublicAddress(address) && !this.#allowed.address(address)) throw forbidden(`${name} (${address})`)
    return found
  }

  readonly #lookup: LookupFunction = (name, options, done) => {
    this.addresses(name).then(
      (found) => {
        const first = found[0] as { address: string; family: number }
        if (options.all) done(null, [...found])
        else done(null, first.address, first.family)
      },
      (error: Error) => done(error, '', 0),
    )
  }

  close(): Promise<void> {
    return this.agent.destroy()
  }
}
