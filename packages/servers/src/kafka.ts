import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { javaHome } from './java.ts'
import { portOpen, ServerProcess } from './server-process.ts'

export interface KafkaOptions {
  /** Folder of the broker's jars, from `fetchServers`. */
  readonly programs: string
  /** Data, configuration and logs of all brokers. */
  readonly folder: string
  readonly brokers: number
  /** Broker i listens on basePort + i (from 1), its controller 100 above. */
  readonly basePort: number
  /** Memory of one broker in MB. */
  readonly heapMb?: number
  /** Further lines for server.properties. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
  /**
   * Sign-in on the listener of the clients: the brokers then speak among themselves on a listener of their own,
   * 200 above. `PLAIN` and `SCRAM-SHA-512` are both offered.
   */
  readonly sasl?: { readonly user: string; readonly password: string }
  /** TLS on the listener of the clients. PEM files (key and certificate in one, and the authority's certificate), or what `selfSigned` gives. */
  readonly tls?:
    | { readonly keystorePem: string; readonly authorityPem: string }
    | { readonly keystore: string; readonly password: string }
}

/** Real brokers (KRaft) as processes of this machine. */
export class KafkaCluster {
  readonly #options: KafkaOptions
  readonly #running = new Map<number, ServerProcess>()
  readonly #java = join(javaHome(), 'bin/java')

  private constructor(options: KafkaOptions) {
    this.#options = options
  }

  /** Formats fresh folders and starts all brokers; with `keep` the data of the last time is used. */
  static async start(options: KafkaOptions, { keep = false } = {}): Promise<KafkaCluster> {
    const cluster = new KafkaCluster(options)
    if (!keep) cluster.#format()
    // All at once: a broker alone has no quorum.
    const numbers = cluster.numbers
    for (const i of numbers) cluster.#spawn(i)
    await Promise.all(numbers.map((i) => cluster.#ready(i)))
    return cluster
  }

  get numbers(): readonly number[] {
    return Array.from({ length: this.#options.brokers }, (_, i) => i + 1)
  }

  /** Addresses of the brokers for a client. */
  get brokers(): readonly string[] {
    return this.numbers.map((i) => `127.0.0.1:${this.#port(i)}`)
  }

  /** The broker's process: to signal it (SIGSTOP, SIGCONT), kill it, or read its pid. */
  process(broker: number): ServerProcess {
    return this.#running.get(broker)!
  }

  /** Starts a broker that was stopped or killed, with its data. */
  async restart(broker: number): Promise<void> {
    this.#spawn(broker)
    await this.#ready(broker)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((server) => server.stop()))
  }

  #port(i: number): number {
    return this.#options.basePort + i
  }

  #spawn(i: number): void {
    const { folder, programs, heapMb = 384 } = this.#options
    const server = new ServerProcess({
      name: `Kafka broker ${i}`,
      command: this.#java,
      args: [`-Xmx${heapMb}m`, '-cp', join(programs, '*'), 'kafka.Kafka', join(folder, `broker-${i}.properties`)],
      logFile: join(folder, `broker-${i}.log`),
    })
    this.#running.set(i, server)
  }

  #ready(i: number): Promise<void> {
    return this.process(i).until(() => portOpen(this.#port(i)), 90_000)
  }

  #format(): void {
    const { folder, programs, sasl } = this.#options
    const storageTool = (...args: string[]) =>
      execFileSync(this.#java, ['-cp', join(programs, '*'), 'kafka.tools.StorageTool', ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    mkdirSync(folder, { recursive: true })
    const cluster = storageTool('random-uuid').trim().split('\n').at(-1)!
    const scram = sasl ? ['--add-scram', `SCRAM-SHA-512=[name=${sasl.user},password=${sasl.password}]`] : []
    for (const i of this.numbers) {
      const data = join(folder, `broker-${i}`)
      rmSync(data, { recursive: true, force: true })
      const file = join(folder, `broker-${i}.properties`)
      writeFileSync(file, this.#properties(i, data), { mode: 0o600 })
      storageTool('format', '-t', cluster, '-c', file, ...scram)
    }
  }

  #properties(i: number, data: string): string {
    const { brokers, sasl, tls, settings = {} } = this.#options
    const replicas = Math.min(3, brokers)
    const secured = sasl !== undefined || tls !== undefined
    const clients = `${sasl ? 'SASL_' : ''}${tls ? 'SSL' : 'PLAINTEXT'}`
    const own = (port: number) => `127.0.0.1:${port}`
    const listeners = [`CLIENTS://${own(this.#port(i))}`, ...(secured ? [`BROKERS://${own(this.#port(i) + 200)}`] : [])]
    const lines: Record<string, string | number | boolean> = {
      'process.roles': 'broker,controller',
      'node.id': i,
      'controller.quorum.voters': this.numbers.map((n) => `${n}@${own(this.#port(n) + 100)}`).join(','),
      listeners: [...listeners, `CONTROLLER://${own(this.#port(i) + 100)}`].join(','),
      'advertised.listeners': listeners.join(','),
      'listener.security.protocol.map': `CLIENTS:${clients},BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT`,
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': secured ? 'BROKERS' : 'CLIENTS',
      'log.dirs': data,
      'offsets.topic.replication.factor': replicas,
      'offsets.topic.num.partitions': 10,
      'transaction.state.log.replication.factor': replicas,
      'default.replication.factor': replicas,
      'min.insync.replicas': replicas > 1 ? 2 : 1,
      'auto.create.topics.enable': false,
      'group.initial.rebalance.delay.ms': 0,
      ...(sasl && {
        'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
        'listener.name.clients.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${sasl.user}="${sasl.password}";`,
        'listener.name.clients.scram-sha-512.sasl.jaas.config':
          'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      }),
      ...(tls &&
        ('keystore' in tls
          ? {
              'ssl.keystore.type': 'PKCS12',
              'ssl.keystore.location': tls.keystore,
              'ssl.keystore.password': tls.password,
            }
          : {
              'ssl.keystore.type': 'PEM',
              'ssl.keystore.location': tls.keystorePem,
              'ssl.truststore.type': 'PEM',
              'ssl.truststore.location': tls.authorityPem,
            })),
      ...settings,
    }
    return `${Object.entries(lines)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n')}\n`
  }
}
