import './pinned.ts'
import type { ConnectionOptions } from 'node:tls'
import Connection from 'kafkajs/src/network/connection.js'
import createSocketFactory from 'kafkajs/src/network/socketFactory.js'
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js'
import protocol from 'kafkajs/src/protocol/requests/index.js'
import { KafkaError, unreachable } from './kafka-error.ts'

export interface Access {
  readonly clientId: string
  readonly ssl: ConnectionOptions | null
  readonly sasl: { readonly mechanism: string; readonly username: string; readonly password: string } | null
  readonly connectTimeoutMs: number
  /** Where a broker is reached that calls itself `address`; default: there. For tunnels and tests. */
  readonly dial?: ((address: string) => string) | undefined
}

const silent = { namespace: () => silent, debug() {}, info() {}, warn() {}, error() {} }
type Versions = Record<number, { minVersion: number; maxVersion: number }>

/**
 * One connection to one broker. A broken one is thrown away and never connected again: kafkajs keeps half an answer over a
 * reconnect and reads the next one with it.
 */
export class Channel {
  readonly #connection: Connection
  #versions: Versions = {}

  private constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Connects and signs in. @throws KafkaError */
  static async open(address: string, access: Access): Promise<Channel> {
    const dialled = access.dial?.(address) ?? address
    const at = dialled.lastIndexOf(':')
    const connection = new Connection({
      host: dialled.slice(0, at).replace(/^\[|\]$/g, ''),
      port: Number(dialled.slice(at + 1)),
      logger: silent,
      socketFactory: createSocketFactory(),
      clientId: access.clientId,
      ssl: access.ssl,
      sasl: access.sasl && { ...access.sasl },
      connectionTimeout: access.connectTimeoutMs,
      requestTimeout: 0x7fffffff,
      // Its own check is a timer ten times a second on each connection; ours is one timer per request, see `call`.
      enforceRequestTimeout: false,
    })
    const channel = new Channel(connection)
    try {
      await connection.connect()
      await channel.#greet(access)
      return channel
    } catch (error) {
      channel.close()
      throw signInError(error, address)
    }
  }

  get usable(): boolean {
    return this.#connection.connectionStatus === 'connected'
  }

  /**
   * One request. The answer comes as the broker gave it: error codes per partition are for the caller to look at (kafkajs would
   * throw for the first one and forget the rest). No answer within `timeoutMs` closes the connection.
   * @throws KafkaError UNREACHABLE
   */
  async call<T>(api: string, args: object, timeoutMs: number): Promise<T> {
    const definition = protocol.requests[api]!
    const version = this.#version(api, definition.versions)
    const { request, response } = definition.protocol({ version })(args)
    let late: NodeJS.Timeout | undefined
    const timeout = new Promise<never>((_, reject) => {
      late = setTimeout(() => {
        reject(unreachable(`${api}: no answer within ${timeoutMs} ms`))
        this.close()
      }, timeoutMs)
    })
    try {
      const sent = this.#connection.send({
        request,
        response: { decode: response.decode, parse: async (data) => data },
      })
      return (await Promise.race([sent, timeout])) as T
    } catch (error) {
      throw error instanceof KafkaError ? error : connectionError(error, api)
    } finally {
      clearTimeout(late)
    }
  }

  /** At once, with whatever is under way. */
  close(): void {
    const connection = this.#connection
    connection.connectionStatus = 'disconnected'
    connection.requestQueue.destroy()
    connection.socket?.destroy()
    connection.rejectRequests(unreachable('the connection is closed'))
  }

  async #greet(access: Access): Promise<void> {
    type Answer = { errorCode: number; apiVersions: { apiKey: number; minVersion: number; maxVersion: number }[] }
    this.#versions = { [apiKeys['ApiVersions']!]: { minVersion: 0, maxVersion: 2 } }
    const { apiVersions } = await this.call<Answer>('ApiVersions', {}, access.connectTimeoutMs)
    this.#versions = Object.fromEntries(apiVersions.map(({ apiKey, ...range }) => [apiKey, range]))
    this.#connection.setVersions(this.#versions)
    this.#connection.setSupportAuthenticationProtocol(true)
    await this.#connection.authenticate()
  }

  /** kafkajs does not look at the oldest version that a broker still takes; a newer Kafka would just hang up. */
  #version(api: string, implemented: readonly string[]): number {
    const offered = this.#versions[apiKeys[api]!]
    const best = Math.min(Math.max(...implemented.map(Number)), offered?.maxVersion ?? -1)
    if (offered && best >= offered.minVersion) return best
    const why = `the broker takes ${api} in versions ${offered?.minVersion ?? '-'} to ${offered?.maxVersion ?? '-'}, which kafkajs does not speak`
    throw new KafkaError('UNSUPPORTED_VERSION', why, false)
  }
}

function connectionError(error: unknown, doing: string): KafkaError {
  const { message = String(error), name = '', code = '' } = error as { message?: string; name?: string; code?: string }
  if (/CERT|SIGNED|VERIFY|ALTNAME|_SSL_|_TLS_|EPROTO/.test(code))
    return new KafkaError('TLS_FAILED', message, false, error)
  // Anything else is a fault of ours or of the protocol: it must not be tried again for ever.
  return /^KafkaJS(Connection|RequestTimeout|LockTimeout)/.test(name)
    ? unreachable(`${doing}: ${message}`, error)
    : new KafkaError(name || 'UNKNOWN', `${doing}: ${message}`, false, error)
}

function signInError(error: unknown, address: string): KafkaError {
  if (error instanceof KafkaError) return error
  const known = error as { name?: string; message?: string }
  if (known.name === 'KafkaJSSASLAuthenticationError')
    return new KafkaError(
      'SASL_AUTHENTICATION_FAILED',
      `${address} refuses the sign-in: ${known.message}`,
      false,
      error,
    )
  return connectionError(error, address)
}
