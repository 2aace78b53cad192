/** The parts of kafkajs 2.2.4 below its public interface that we use, as far as we use them. */

declare module 'kafkajs/src/network/connection.js' {
  import type { ConnectionOptions } from 'node:tls'

  interface Logger {
    namespace(): Logger
    debug(): void
    info(): void
    warn(): void
    error(): void
  }
  export interface ProtocolCall {
    request: unknown
    response: { decode(raw: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown> }
    requestTimeout?: number
  }
  export default class Connection {
    constructor(options: {
      host: string
      port: number
      logger: Logger
      socketFactory: unknown
      clientId: string
      ssl: ConnectionOptions | null
      sasl: { mechanism: string; username: string; password: string } | null
      connectionTimeout: number
      requestTimeout: number
      enforceRequestTimeout: boolean
    })
    connectionStatus: string
    socket?: { destroy(): void }
    requestQueue: { destroy(): void }
    connect(): Promise<boolean>
    authenticate(): Promise<void>
    setVersions(versions: Record<number, { minVersion: number; maxVersion: number }>): void
    setSupportAuthenticationProtocol(supported: boolean): void
    rejectRequests(error: Error): void
    send(call: ProtocolCall): Promise<unknown>
  }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    pending: unknown[]
    scheduleCheckPendingRequests(): void
  }
}

declare module 'kafkajs/src/network/socketFactory.js' {
  export default function create(): unknown
}

declare module 'kafkajs/src/protocol/requests/apiKeys.js' {
  const keys: Readonly<Record<string, number>>
  export default keys
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  import type { ProtocolCall } from 'kafkajs/src/network/connection.js'

  interface Definition {
    versions: string[]
    protocol(options: { version: number }): (args: object) => ProtocolCall
  }
  const protocol: { requests: Readonly<Record<string, Definition>> }
  export default protocol
}

declare module 'kafkajs/src/protocol/error.js' {
  const errors: { createErrorFromCode(code: number): Error & { type?: string; retriable?: boolean } }
  export default errors
}

declare module 'kafkajs/src/consumer/assignerProtocol.js' {
  interface Metadata {
    version: number
    topics: string[]
    userData?: Buffer
  }
  interface Assignment {
    version: number
    assignment: Record<string, number[]>
    userData?: Buffer
  }
  const protocol: {
    MemberMetadata: { encode(data: Metadata): Buffer; decode(data: Buffer): Metadata }
    MemberAssignment: { encode(data: Assignment): Buffer; decode(data: Buffer): Assignment | null }
  }
  export default protocol
}

declare module 'kafkajs/src/producer/partitioners/default/murmur2.js' {
  export default function murmur2(key: string | Buffer): number
}

declare module 'kafkajs/src/producer/sendMessages.js' {
  export default function create(options: object): (request: object) => Promise<unknown>
}

declare module 'kafkajs/src/retry/index.js' {
  export default function createRetry(options: object): unknown
}
